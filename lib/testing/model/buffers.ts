/**
 * What channels hold: each queue of values is one number, and 0 is the empty one.
 *
 * Invariants: of every queue but 0, `head` is the first value and `rest` the queue behind it, and
 * `length` counts its values.
 */
import { Trie } from './trie.ts';

export class Buffers {
  declare readonly queues: Trie;
  declare readonly head: number[];
  declare readonly rest: number[];
  declare readonly length: number[];

  constructor() {
    this.queues = new Trie(1);
    this.head = [-1];
    this.rest = [-1];
    this.length = [0];
  }

  /** The queue with one more value at its end. */
  push(queue: number, value: number): number {
    const id = this.queues.child(queue, value);
    if (id < this.head.length) return id;
    this.head.push(queue === 0 ? value : (this.head[queue] as number));
    // The slot is taken before the rest is made, which may be new as well.
    const at = this.rest.push(0) - 1;
    this.length.push((this.length[queue] as number) + 1);
    if (queue !== 0) this.rest[at] = this.push(this.rest[queue] as number, value);
    return id;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.queues.check();
      for (let id = 1; id < this.head.length; id++) {
        const length = (this.length[this.rest[id] as number] as number) + 1;
        if (length !== this.length[id]) throw new Error('buffers: length');
      }
    }
  }
}
