/**
 * A log of rows of numbers, which grows without being copied and holds nothing of the program. A row
 * is its kind, who it is about, a time if that is another than the last row's, and as many whole
 * numbers more as its kind has: fresh memory is what costs most in a fast program, so that none is
 * wasted.
 *
 * Invariants:
 *  - `length` is how many rows there are, without ticks, and how many are reserved; every row lies in
 *    one block;
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

/** Some of the log, as whole numbers and as bytes: a time begins wherever a number does. */
class Block {
  readonly #memory = new ArrayBuffer(4 * SIZE);
  readonly numbers: Int32Array = new Int32Array(this.#memory);
  readonly bytes: DataView = new DataView(this.#memory);

  time(at: number): number {
    return this.bytes.getFloat64(4 * at, true);
  }
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
  #reserved = 0;
  readonly #extras: Extras;
  /** The kind of rows whose last two numbers are a time. */
  readonly #since: number;
  readonly #limit: number;
  readonly #full: () => void;
  readonly #blocks: Block[] = [];
  readonly #used: number[] = [];
  #numbers: Int32Array = new Int32Array(0);
  #bytes: DataView = new DataView(new ArrayBuffer(0));
  #at = SIZE;
  /** How many numbers the blocks before the last have room for. */
  #base = 0;
  /** The next row has a time, which is in `#time`. */
  #due = false;
  readonly #time: Float64Array = new Float64Array(1);
  /** Where the last row with a time is. */
  #timedAt = 0;

  /** @param full called once, when there are as many rows as the limit says. */
  constructor(extras: Extras, since: number, limit: number, full: () => void) {
    this.#extras = extras;
    this.#since = since;
    this.#limit = limit;
    this.#full = full;
  }

  /** What comes from now on happens at this time. */
  time(ms: number): void {
    this.#time[0] = ms;
    this.#due = true;
  }

  /** Adds a row of nothing more. Others are of one, three, or three numbers and a time. */
  row0(kind: number, who: number): void {
    this.#at = this.#begin((who << WHO) | kind);
    this.#count();
  }

  row1(kind: number, who: number, a: number): void {
    const at = this.#begin((who << WHO) | kind);
    this.#numbers[at] = a;
    this.#at = at + 1;
    this.#count();
  }

  row3(kind: number, who: number, a: number, b: number, c: number): void {
    const at = this.#begin((who << WHO) | kind);
    const numbers = this.#numbers;
    numbers[at] = a;
    numbers[at + 1] = b;
    numbers[at + 2] = c;
    this.#at = at + 3;
    this.#count();
  }

  row5(kind: number, who: number, a: number, b: number, c: number, ms: number): void {
    const at = this.#begin((who << WHO) | kind);
    const numbers = this.#numbers;
    numbers[at] = a;
    numbers[at + 1] = b;
    numbers[at + 2] = c;
    this.#bytes.setFloat64(4 * (at + 3), ms, true);
    this.#at = at + 5;
    this.#count();
  }

  /** Writes the head, with its time if it has one, and gives the place after it. */
  #begin(head: number): number {
    if (this.#at > SIZE - LONGEST) this.#grow();
    const at = this.#at;
    if (!this.#due) {
      this.#numbers[at] = head;
      return at + 1;
    }
    this.#numbers[at] = head | TIMED;
    this.#bytes.setFloat64(4 * (at + 1), this.#time[0] as number, true);
    this.#timedAt = this.#base + at;
    this.#due = false;
    return at + 3;
  }

  /** Counts a row whose contents another one will have, unless it is given back. */
  reserve(): void {
    this.#reserved++;
    this.#count();
  }

  unreserve(): void {
    this.#reserved--;
    this.length--;
  }

  #count(): void {
    if (++this.length === this.#limit) this.#full();
  }

  #grow(): void {
    if (this.#blocks.length > 0) this.#used.push(this.#at);
    this.#base = this.#blocks.length * SIZE;
    const block = new Block();
    this.#blocks.push(block);
    this.#numbers = block.numbers;
    this.#bytes = block.bytes;
    this.#at = 0;
  }

  /** What came after the last row with a time is put off to this one. */
  postpone(toMs: number): void {
    if (this.#due || this.length === 0) return;
    const timed = (this.#blocks[Math.floor(this.#timedAt / SIZE)] as Block).numbers;
    timed[this.#timedAt % SIZE] = (timed[this.#timedAt % SIZE] as number) | LATE;
    this.time(toMs);
    this.#at = this.#begin(TICK);
  }

  #sizeOf(head: number): number {
    const kind = head & KIND;
    return ((head & TIMED) === 0 ? 1 : 3) + (kind === TICK ? 0 : (this.#extras[kind] as number));
  }

  /** The blocks, and where rows begin in them. */
  *#heads(): IterableIterator<[block: Block, at: number]> {
    for (const [i, block] of this.#blocks.entries()) {
      const end = this.#used[i] ?? this.#at;
      for (let at = 0; at < end; at += this.#sizeOf(block.numbers[at] as number)) yield [block, at];
    }
  }

  /** Times that late rows are put off to. */
  *#delays(): IterableIterator<number> {
    let late = false;
    for (const [block, at] of this.#heads()) {
      const head = block.numbers[at] as number;
      if ((head & TIMED) === 0) continue;
      if (late) yield block.time(at + 1);
      late = (head & LATE) !== 0;
    }
  }

  /** Each row in turn. */
  *rows(): IterableIterator<Row> {
    const row = { kind: 0, atMs: 0, who: 0, a: 0, b: 0, c: 0, ms: NaN };
    const delays = this.#delays();
    let lateMs = NaN;
    for (const [block, at] of this.#heads()) {
      const head = block.numbers[at] as number;
      row.kind = head & KIND;
      row.who = head >> WHO;
      const timed = (head & TIMED) !== 0;
      if (timed) {
        row.atMs = block.time(at + 1);
        lateMs = (head & LATE) === 0 ? NaN : (delays.next().value as number);
      } else if (!Number.isNaN(lateMs)) row.atMs = lateMs;
      if (row.kind === TICK) continue;
      const from = at + (timed ? 3 : 1);
      const count = this.#extras[row.kind] as number;
      const { numbers } = block;
      row.a = count > 0 ? (numbers[from] as number) : 0;
      row.b = count > 1 ? (numbers[from + 1] as number) : 0;
      row.c = count > 2 ? (numbers[from + 2] as number) : 0;
      row.ms = row.kind === this.#since ? block.time(from + count - 2) : NaN;
      yield row;
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      let count = 0;
      let last = 0;
      for (const [block, at] of this.#heads()) {
        const head = block.numbers[at] as number;
        if ((head & KIND) !== TICK) count++;
        if (count === 1 && last === 0 && (head & TIMED) === 0) throw new Error('log: no time');
        last = at + this.#sizeOf(head);
        if (last > SIZE) throw new Error('log: torn row');
      }
      if (this.#blocks.length > 0 && last !== this.#at) throw new Error('log: torn row');
      if (count + this.#reserved !== this.length) throw new Error('log: length');
    }
  }
}
