/**
 * A log of rows of numbers, which grows without being copied and holds nothing of the program. A row
 * is its kind, who it is about, a time if that is another than the last row's, and as many whole
 * numbers more as its kind has: fresh memory is what costs most in a fast program, so that none is
 * wasted.
 *
 * Invariants:
 *  - `length` is how many rows there are, without ticks; every row lies in one block;
 *  - `#used[i]` is how much of block `i` has rows in it; the last block is used up to `#at`;
 *  - the first row has a time, and every row that is late has one after it.
 */

/** How many more numbers rows of each kind have. */
export type Extras = readonly number[];

const SIZE = 16_384;
/** No row is longer: a head, a time of two halves, and numbers. */
const LONGEST = 8;

// The lowest four bits of a head are its kind, and who it is about follows after two marks.
const KIND = 15;
/** A time follows. */
const TIMED = 16;
/** Rows after this one happened when the next row with a time did. */
const LATE = 32;
const WHO = 6;
/** A row that is nothing but its time. */
const TICK = 15;

/** A time and its halves. What a view lies on is not asked of it: the build shortens `buffer`. */
const bytes = new ArrayBuffer(8);
const whole = new Float64Array(bytes);
const halves = new Int32Array(bytes);

function timeAt(block: Int32Array, at: number): number {
  halves[0] = block[at] as number;
  halves[1] = block[at + 1] as number;
  return whole[0] as number;
}

/** One row, as `rows` gives it; the same object each time. `ms` is the time that it has beside its own. */
export interface Row {
  kind: number;
  atMs: number;
  who: number;
  a: number;
  b: number;
  c: number;
  ms: number;
}

export class Log {
  length = 0;
  readonly #extras: Extras;
  /** The kind of rows whose last two numbers are a time. */
  readonly #since: number;
  /** The kind of rows that are never late, if they come right after the one with the time. */
  readonly #prompt: number;
  readonly #blocks: Int32Array[] = [];
  readonly #used: number[] = [];
  #block: Int32Array = new Int32Array(0);
  #at = 0;
  /** How many numbers the blocks before the last have room for. */
  #base = 0;
  /** The next row has a time, which is in `#time`. */
  #due = false;
  readonly #timeBytes = new ArrayBuffer(8);
  readonly #time: Float64Array = new Float64Array(this.#timeBytes);
  readonly #timeHalves: Int32Array = new Int32Array(this.#timeBytes);
  /** Where the last row with a time is. */
  #timedAt = 0;

  constructor(extras: Extras, since: number, prompt: number) {
    this.#extras = extras;
    this.#since = since;
    this.#prompt = prompt;
  }

  /** What comes from now on happens at this time. */
  time(ms: number): void {
    this.#time[0] = ms;
    this.#due = true;
  }

  /** Begins a row. What `more` and `moreMs` add to it has to follow before the next. */
  add(kind: number, who: number): void {
    if (this.#at + LONGEST > this.#block.length) this.#grow();
    this.length++;
    this.#head((who << WHO) | kind);
  }

  #head(head: number): void {
    const at = this.#at;
    const block = this.#block;
    if (!this.#due) {
      block[at] = head;
      this.#at = at + 1;
      return;
    }
    block[at] = head | TIMED;
    block[at + 1] = this.#timeHalves[0] as number;
    block[at + 2] = this.#timeHalves[1] as number;
    this.#timedAt = this.#base + at;
    this.#due = false;
    this.#at = at + 3;
  }

  more(number: number): void {
    this.#block[this.#at++] = number;
  }

  moreMs(ms: number): void {
    whole[0] = ms;
    this.more(halves[0] as number);
    this.more(halves[1] as number);
  }

  #grow(): void {
    if (this.#blocks.length > 0) this.#used.push(this.#at);
    this.#base = this.#blocks.length * SIZE;
    this.#block = new Int32Array(SIZE);
    this.#blocks.push(this.#block);
    this.#at = 0;
  }

  /** What came after the last row with a time is put off to this one. */
  postpone(toMs: number): void {
    if (this.#due || this.length === 0) return;
    const timed = this.#blocks[Math.floor(this.#timedAt / SIZE)] as Int32Array;
    timed[this.#timedAt % SIZE] = (timed[this.#timedAt % SIZE] as number) | LATE;
    if (this.#at + LONGEST > this.#block.length) this.#grow();
    this.time(toMs);
    this.#head(TICK);
  }

  #sizeOf(head: number): number {
    const kind = head & KIND;
    return ((head & TIMED) === 0 ? 1 : 3) + (kind === TICK ? 0 : (this.#extras[kind] as number));
  }

  /** The blocks, and where rows begin in them. */
  *#heads(): IterableIterator<[block: Int32Array, at: number]> {
    for (const [i, block] of this.#blocks.entries()) {
      const end = this.#used[i] ?? this.#at;
      for (let at = 0; at < end; at += this.#sizeOf(block[at] as number)) yield [block, at];
    }
  }

  /** Times that late rows are put off to. */
  *#delays(): IterableIterator<number> {
    let late = false;
    for (const [block, at] of this.#heads()) {
      const head = block[at] as number;
      if ((head & TIMED) === 0) continue;
      if (late) yield timeAt(block, at + 1);
      late = (head & LATE) !== 0;
    }
  }

  /** Each row in turn. */
  *rows(): IterableIterator<Row> {
    const row = { kind: 0, atMs: 0, who: 0, a: 0, b: 0, c: 0, ms: NaN };
    const delays = this.#delays();
    let lateMs = NaN;
    for (const [block, at] of this.#heads()) {
      const head = block[at] as number;
      row.kind = head & KIND;
      row.who = head >> WHO;
      const timed = (head & TIMED) !== 0;
      if (timed) {
        row.atMs = timeAt(block, at + 1);
        lateMs = (head & LATE) === 0 ? NaN : (delays.next().value as number);
      } else if (!Number.isNaN(lateMs) && row.kind !== this.#prompt) row.atMs = lateMs;
      if (row.kind === TICK) continue;
      const from = at + (timed ? 3 : 1);
      const numbers = this.#extras[row.kind] as number;
      row.a = numbers > 0 ? (block[from] as number) : 0;
      row.b = numbers > 1 ? (block[from + 1] as number) : 0;
      row.c = numbers > 2 ? (block[from + 2] as number) : 0;
      row.ms = row.kind === this.#since ? timeAt(block, from + numbers - 2) : NaN;
      yield row;
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      let count = 0;
      let last = 0;
      for (const [block, at] of this.#heads()) {
        const head = block[at] as number;
        if ((head & KIND) !== TICK) count++;
        if (count === 1 && last === 0 && (head & TIMED) === 0) throw new Error('log: no time');
        last = at + this.#sizeOf(head);
        if (last > block.length) throw new Error('log: torn row');
      }
      if (last !== this.#at) throw new Error('log: torn row');
      if (count !== this.length) throw new Error('log: length');
    }
  }
}
