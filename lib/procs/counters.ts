/**
 * Counters that two threads share. What a thread has noted here is known even if it dies before it
 * can say so.
 *
 * Invariant: a slot in `#free` is nobody's.
 */

const SLOTS = 1024;

export class Counters {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #free: number[] = [];
  #next = 0;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4 * SLOTS)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory);
  }

  /** A slot for oneself; -1 if there is none left. */
  take(): number {
    const slot = this.#free.pop();
    if (slot !== undefined) return slot;
    return this.#next < this.#cells.length ? this.#next++ : -1;
  }

  giveBack(slot: number): void {
    this.#free.push(slot);
  }

  /** Nobody else writes there; a reader looks only once the writer is gone. */
  write(slot: number, count: number): void {
    this.#cells[slot] = count;
  }

  read(slot: number): number {
    return this.#cells[slot] as number;
  }
}
