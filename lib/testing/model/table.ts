/**
 * The states that a search has met: rows of whole numbers, and a hash table of them.
 *
 * A new state is written into the draft, the row behind the last, and joins if it is not there yet.
 *
 * Invariants:
 *  - the first `size` rows differ from one another, and there is room for one more, the draft;
 *  - `slots` holds the number of each row plus one, at or behind the place its hash names, with no
 *    empty slot (0) in between; its length is a power of two, and at least half of it is empty.
 */
export class Table {
  declare readonly width: number;
  declare rows: Int32Array;
  declare size: number;
  declare slots: Int32Array;
  declare mask: number;

  constructor(width: number) {
    this.width = width;
    this.rows = new Int32Array(128 * width);
    this.size = 0;
    this.slots = new Int32Array(256);
    this.mask = 255;
  }

  /** Makes the draft equal to the row that begins there, and tells where the draft begins. */
  draft(from: number): number {
    const { rows, width } = this;
    const to = this.size * width;
    for (let i = 0; i < width; i++) rows[to + i] = rows[from + i] as number;
    return to;
  }

  /** Lets the draft join, unless it is there already. Tells whether it was new. */
  join(): boolean {
    const { rows, width, slots, mask, size } = this;
    const begin = size * width;
    let slot = this.hash(begin);
    for (let row = slots[slot] as number; row !== 0; row = slots[slot] as number) {
      const other = (row - 1) * width;
      let i = 0;
      while (i < width && rows[other + i] === rows[begin + i]) i++;
      if (i === width) return false;
      slot = (slot + 1) & mask;
    }
    slots[slot] = ++this.size;
    if ((this.size + 1) * width > rows.length) this.moreRows();
    if (this.size * 2 > mask) this.moreSlots();
    return true;
  }

  /** The slot at which to begin to look for the row that begins there. */
  hash(begin: number): number {
    const { rows, width } = this;
    let hash = 0;
    for (let i = 0; i < width; i++) {
      hash = Math.imul(hash ^ (rows[begin + i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & this.mask;
  }

  moreRows(): void {
    const rows = new Int32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.rows = rows;
  }

  moreSlots(): void {
    const slots = new Int32Array(this.slots.length * 2);
    this.slots = slots;
    this.mask = slots.length - 1;
    for (let row = 0; row < this.size; row++) {
      let slot = this.hash(row * this.width);
      while (slots[slot] !== 0) slot = (slot + 1) & this.mask;
      slots[slot] = row + 1;
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      const rows = new Set<string>();
      for (let row = 0; row < this.size; row++) {
        const begin = row * this.width;
        rows.add(this.rows.subarray(begin, begin + this.width).join());
        let slot = this.hash(begin);
        while (this.slots[slot] !== row + 1) {
          if (this.slots[slot] === 0) throw new Error('table: a row is lost');
          slot = (slot + 1) & this.mask;
        }
      }
      if (rows.size !== this.size) throw new Error('table: twins');
      if ((this.size + 1) * this.width > this.rows.length) throw new Error('table: no draft');
      if (this.slots.length !== this.mask + 1) throw new Error('table: mask');
      if (this.size * 2 > this.slots.length) throw new Error('table: too full');
    }
  }
}
