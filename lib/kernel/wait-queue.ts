/**
 * Where waiters stand in line: a doubly linked list, so that whoever gives up leaves from the
 * middle at no cost (CH-44).
 *
 * Invariants:
 *  - `first` is null exactly when `last` is; `first.before` and `last.after` are null;
 *  - following `after` from `first` ends at `last`, and `before` leads back;
 *  - a node's `queue` is this queue exactly while it is linked here. (Waiters on a nil channel name
 *    a queue that they never stand in: it says what they wait for and keeps none of them alive.)
 */
import type { World } from './world.ts';

/** Whatever stands in a queue. */
export interface Link {
  before: Link | null;
  after: Link | null;
  queue: WaitQueue | null;
}

/** What waiters wait at, for reports and for whoever must know when the last one has left. */
export interface Place {
  readonly world?: World;
  /** The last waiter has given up. */
  deserted?(): void;
}

export class WaitQueue<N extends Link = Link> {
  declare first: N | null;
  declare last: N | null;
  declare readonly place: Place;
  /** What a goroutine that stands here does, in Go's words (DL-13). */
  declare readonly waitReason: string;

  constructor(place: Place, waitReason: string) {
    this.first = null;
    this.last = null;
    this.place = place;
    this.waitReason = waitReason;
  }

  push(node: N): void {
    const { last } = this;
    node.queue = this as unknown as WaitQueue;
    if (last === null) {
      this.first = node;
    } else {
      last.after = node;
      node.before = last;
    }
    this.last = node;
  }

  /** Takes the one that has waited longest. Precondition: there is one. */
  shift(): N {
    const node = this.first as N;
    const after = node.after as N | null;
    this.first = after;
    if (after === null) {
      this.last = null;
    } else {
      after.before = null;
      node.after = null;
    }
    node.queue = null;
    return node;
  }

  /** Takes a node out, wherever it stands. Precondition: it names this queue. */
  remove(node: N): void {
    const before = node.before as N | null;
    const after = node.after as N | null;
    if (before !== null) before.after = after;
    else if (this.first === node) this.first = after;
    if (after !== null) after.before = before;
    else if (this.last === node) this.last = before;
    node.before = null;
    node.after = null;
    node.queue = null;
    if (this.first === null) this.place.deserted?.();
  }

  /** @internal */
  check(): void {
    CHECK: {
      let before: Link | null = null;
      for (let node: Link | null = this.first; node !== null; node = node.after) {
        if (node.before !== before) throw new Error('queue: before');
        if (node.queue !== (this as unknown as WaitQueue)) throw new Error('queue: stranger');
        before = node;
      }
      if (this.last !== before) throw new Error('queue: last');
    }
  }
}
