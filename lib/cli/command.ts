/** What a command of `npx millrace` is. */
import type { Env } from '../maxprocs/host.ts';

/** What a command printed, and how it ended: 0 well, 1 badly, 2 called wrongly. */
export interface Outcome {
  readonly status: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

/** The values of the options that were given; a flag has the value `true`. */
export type Options = { readonly [name: string]: string | true };

export interface Command {
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** The options by name: whether each takes a value. */
  readonly options: { readonly [name: string]: 'flag' | 'value' };
  run(options: Options, env: Env): Outcome;
}

/** The command did what it should. */
export function printed(stdout: string): Outcome {
  return { status: 0, stdout, stderr: '' };
}

/** What a command found wrong. */
export function failed(text: string, status: 1 | 2): Outcome {
  return { status, stdout: '', stderr: `millrace ${text}\n` };
}
