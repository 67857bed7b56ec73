/**
 * A log of rows of numbers, which grows without being copied and holds nothing of the program. A row
 * is its kind, a time, who it is about, and as many numbers more as its kind has: fresh memory is
 * what costs most in a fast program, so that none is wasted.
 *
 * Invariants:
 *  - `length` is how many rows there are; every row lies in one block;
 *  - `#used[i]` is how much of block `i` has rows in it; the last block is used up to `#at`.
 */

/** How many more numbers rows of each kind have; -1 if they have no time either. */
export type Extras = readonly number[];

const SIZE = 16_384;
/** No row is longer. */
const LONGEST = 5;
/** Who and what are one number. */
const KINDS = 16;

/** One row, as `rows` gives it; the same object each time. */
export interface Row {
  kind: number;
  atMs: number;
  who: number;
  a: number;
  b: number;
  c: number;
}

export class Log {
  length = 0;
  readonly #extras: Extras;
  readonly #blocks: Float64Array[] = [];
  readonly #used: number[] = [];
  #block: Float64Array = new Float64Array(0);
  #at = 0;
  #markBlock = 0;
  #markAt = 0;

  constructor(extras: Extras) {
    this.#extras = extras;
  }

  /** Begins a row. What `more` adds to it has to follow before the next. */
  add(kind: number, atMs: number, who: number): void {
    if (this.#at + LONGEST > this.#block.length) this.#grow();
    const block = this.#block;
    const at = this.#at;
    block[at] = who * KINDS + kind;
    block[at + 1] = atMs;
    this.#at = at + 2;
    this.length++;
  }

  /** A row whose time is that of the row before, of a kind that says so. */
  on(kind: number, who: number): void {
    if (this.#at + LONGEST > this.#block.length) this.#grow();
    this.#block[this.#at++] = who * KINDS + kind;
    this.length++;
  }

  more(number: number): void {
    this.#block[this.#at++] = number;
  }

  #grow(): void {
    if (this.#blocks.length > 0) this.#used.push(this.#at);
    this.#block = new Float64Array(SIZE);
    this.#blocks.push(this.#block);
    this.#at = 0;
  }

  /** What comes after the next row can be put off, all together. */
  mark(): void {
    this.#markBlock = Math.max(0, this.#blocks.length - 1);
    this.#markAt = this.#at;
  }

  /** Rows since the mark, without the first, get another time if theirs is `fromMs`. */
  postpone(fromMs: number, toMs: number): void {
    let first = true;
    for (let i = this.#markBlock; i < this.#blocks.length; i++) {
      const block = this.#blocks[i] as Float64Array;
      for (const at of this.#starts(i, i === this.#markBlock ? this.#markAt : 0)) {
        if (!first && this.#more(block, at) >= 0 && block[at + 1] === fromMs) block[at + 1] = toMs;
        first = false;
      }
    }
  }

  *#starts(i: number, from = 0): IterableIterator<number> {
    const block = this.#blocks[i] as Float64Array;
    const end = this.#used[i] ?? this.#at;
    for (let at = from; at < end; at += 2 + this.#more(block, at)) yield at;
  }

  #more(block: Float64Array, at: number): number {
    return this.#extras[(block[at] as number) % KINDS] as number;
  }

  /** Each row in turn. */
  *rows(): IterableIterator<Row> {
    const row = { kind: 0, atMs: 0, who: 0, a: 0, b: 0, c: 0 };
    for (const [i, block] of this.#blocks.entries()) {
      for (const at of this.#starts(i)) {
        const head = block[at] as number;
        row.kind = head % KINDS;
        row.who = Math.floor(head / KINDS);
        if (this.#more(block, at) >= 0) row.atMs = block[at + 1] as number;
        [row.a = 0, row.b = 0, row.c = 0] = block.subarray(
          at + 2,
          at + 2 + Math.max(0, this.#more(block, at)),
        );
        yield row;
      }
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      let count = 0;
      for (const [i, block] of this.#blocks.entries()) {
        const end = this.#used[i] ?? this.#at;
        let last = 0;
        for (const at of this.#starts(i)) {
          count++;
          last = at + 2 + this.#more(block, at);
        }
        if (last !== end) throw new Error('log: torn row');
      }
      if (count !== this.length) throw new Error('log: length');
    }
  }
}
