/** What kept a limit from being known. Parsers and readers give it back; they never throw. */
export class Fault {
  /** What is wrong, and with what: `cpu.max: malformed`. */
  readonly text: string;
  /** True when there is simply no such file. */
  readonly missing: boolean;

  constructor(text: string, missing: boolean = false) {
    this.text = text;
    this.missing = missing;
  }
}

/** The whole text of a file, a character for each byte: paths on Linux are bytes. */
export type Read = (path: string) => string | Fault;
