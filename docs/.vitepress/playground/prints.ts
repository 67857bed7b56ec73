/**
 * What a program prints, for a page that draws: joined to a few pieces, told now and then, and not
 * without end. A loop that prints would else keep the page drawing until the browser gives up.
 */

/** How many characters a run may print. */
export const MOST = 200_000;

export interface Piece {
  stream: 'out' | 'err';
  text: string;
}

export class Prints {
  readonly #tell: (piece: Piece) => void;
  readonly #later: (flush: () => void) => void;
  #pieces: Piece[] = [];
  #left = MOST;

  /** `later` is asked once for whatever is printed until it calls back. */
  constructor(tell: (piece: Piece) => void, later: (flush: () => void) => void) {
    this.#tell = tell;
    this.#later = later;
  }

  /** Says whether more may come. */
  add(stream: Piece['stream'], text: string): boolean {
    if (this.#left === 0) return false;
    const kept = text.slice(0, this.#left);
    this.#left -= kept.length;
    const last = this.#pieces.at(-1);
    if (last === undefined) this.#later(() => this.flush());
    if (last?.stream === stream) last.text += kept;
    else this.#pieces.push({ stream, text: kept });
    return this.#left > 0;
  }

  /** Tells what is printed and was not told. */
  flush(): void {
    for (const piece of this.#pieces.splice(0)) this.#tell(piece);
  }
}
