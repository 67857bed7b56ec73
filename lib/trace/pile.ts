/**
 * A list that only grows, in pieces, so that it is never copied and what is old in it is left alone.
 *
 * Invariant: all pieces but the last have `SIZE` things in them.
 */
const SIZE = 4096;

export class Pile<T> {
  readonly #pieces: T[][] = [];
  #last: T[] = [];

  push(thing: T): void {
    if (this.#last.length === SIZE || this.#pieces.length === 0) {
      this.#last = [];
      this.#pieces.push(this.#last);
    }
    this.#last.push(thing);
  }

  /** All of it, the oldest first. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (const piece of this.#pieces) yield* piece;
  }
}
