/**
 * A line to another thread: records go out in batches, in order, and come in the same way.
 *
 * All that is said to one thread goes through one link, so that what was said first arrives first,
 * whatever it is about; and threads form a tree, so that the same holds along any way (a value that
 * was sent before a signal was given is there before anybody who follows the signal). What keeps
 * channels FIFO across threads rests on that.
 *
 * Invariants:
 *  - `#batch` is a list of records; `#head` is where the last one starts, -1 if there is none;
 *  - while it is not empty and the link is up, a flush is due;
 *  - a link that is down keeps nothing and says nothing.
 */
import * as host from '../kernel/host.ts';
import type { Movable } from './transfer.ts';

/** Sends a message as the platform does, and throws its error if that cannot be. */
export type Post = (message: unknown, moves: readonly Movable[]) => void;

/** Whose records have one id, at this side. */
export interface Peer {
  /** Takes a record whose payload is at `batch[from]` … `batch[to - 1]`. */
  take(kind: number, batch: readonly unknown[], from: number, to: number): void;
  /** A payload of its own, which was posted, cannot be cloned after all. */
  spoiled(kind: number, payload: unknown, error: unknown): void;
  /** The link is down: nothing will come any more. */
  cut(error: Error): void;
}

/** So many elements are worth a message of their own. */
const FULL = 512;
/** So many turns of the microtask queue a batch waits for more to come. */
const PATIENCE = 3;

export class Link {
  readonly peers: Map<number, Peer> = new Map();
  /** How many batches have come, and have gone. */
  came = 0;
  went = 0;
  readonly #post: Post;
  #batch: unknown[] = [];
  #head = -1;
  #moves: Movable[] = [];
  #due = false;
  #grown = 0;
  #idle = 0;
  #down: Error | null = null;
  #dueLater = false;
  readonly #look = (): void => this.#wait();
  readonly #lookLater = (): void => {
    this.#dueLater = false;
    this.flush();
  };

  constructor(post: Post) {
    this.#post = post;
  }

  /** Takes a record for an id that nobody here has. */
  stranger: ((kind: number, id: number, payload: readonly unknown[]) => void) | null = null;

  /** Why it is down, if it is. */
  get down(): Error | null {
    return this.#down;
  }

  /** Says one thing, in the record of the things of that kind that were said just before. */
  say(kind: number, id: number, payload: unknown): void {
    if (this.#down !== null) return;
    const batch = this.#batch;
    const head = this.#head;
    if (head >= 0 && batch[head] === kind && batch[head + 1] === id) {
      (batch[head + 2] as number)++;
      batch.push(payload);
    } else {
      this.#head = batch.length;
      batch.push(kind, id, 1, payload);
    }
    if (batch.length >= FULL) this.flush();
    else if (!this.#due) this.#schedule();
  }

  /** Says two things and more, in the record of that kind that was said just before. All primitive. */
  extend(
    kind: number,
    id: number,
    first: unknown,
    second: unknown,
    more: readonly unknown[],
  ): void {
    if (this.#down !== null) return;
    const batch = this.#batch;
    const head = this.#head;
    const count = 2 + more.length;
    if (head >= 0 && batch[head] === kind && batch[head + 1] === id) {
      (batch[head + 2] as number) += count;
      batch.push(first, second);
    } else {
      this.#head = batch.length;
      batch.push(kind, id, count, first, second);
    }
    for (const one of more) batch.push(one);
    if (batch.length >= FULL) this.flush();
    else if (!this.#due) this.#schedule();
  }

  /** Adds to a counter of the other side's. */
  add(kind: number, id: number, by: number): void {
    if (this.#down !== null) return;
    this.#count(kind, id, by);
    if (!this.#due) this.#schedule();
  }

  /** The same, for what nobody is likely to wait for: it goes with what is said next, or soon. */
  addLater(kind: number, id: number, by: number): void {
    if (this.#down !== null) return;
    this.#count(kind, id, by);
    if (this.#due || this.#dueLater) return;
    this.#dueLater = true;
    host.macrotask(this.#lookLater);
  }

  #count(kind: number, id: number, by: number): void {
    const batch = this.#batch;
    const head = this.#head;
    if (head >= 0 && batch[head] === kind && batch[head + 1] === id) {
      (batch[head + 3] as number) += by;
      return;
    }
    this.#head = batch.length;
    batch.push(kind, id, 1, by);
  }

  /** Says several things in a record of its own. */
  tell(kind: number, id: number, payload: readonly unknown[]): void {
    if (this.#down !== null) return;
    this.#batch.push(kind, id, payload.length, ...payload);
    this.#head = -1;
    if (!this.#due) this.#schedule();
  }

  /** What moves with the batch. */
  move(moves: readonly Movable[]): void {
    if (this.#down === null && moves.length > 0) this.#moves.push(...moves);
  }

  /** Sends what there is. */
  flush(): void {
    const batch = this.#batch;
    const moves = this.#moves;
    if (batch.length === 0) return;
    this.#batch = [];
    this.#moves = [];
    this.#head = -1;
    this.went++;
    try {
      this.#post(batch, moves);
    } catch (error) {
      this.#salvage(batch, moves, error);
    }
  }

  /** A batch has come. */
  receive(batch: readonly unknown[]): void {
    this.came++;
    for (let at = 0; at < batch.length && this.#down === null;) {
      const from = at + 3;
      const to = from + (batch[at + 2] as number);
      const kind = batch[at] as number;
      const id = batch[at + 1] as number;
      const peer = this.peers.get(id);
      if (peer !== undefined) peer.take(kind, batch, from, to);
      else this.stranger?.(kind, id, batch.slice(from, to));
      at = to;
    }
  }

  /** The other side is gone. */
  cut(error: Error): void {
    if (this.#down !== null) return;
    this.#down = error;
    this.#batch = [];
    this.#moves = [];
    const peers = [...this.peers.values()];
    this.peers.clear();
    for (const peer of peers) peer.cut(error);
  }

  #schedule(): void {
    this.#due = true;
    this.#idle = 0;
    this.#grown = this.#batch.length;
    host.microtask(this.#look);
  }

  /**
   * One goroutine after another says a little: while they go on, the batch waits, since a message
   * costs as much as dozens of records.
   */
  #wait(): void {
    const { length } = this.#batch;
    if (length === this.#grown) this.#idle++;
    else this.#idle = 0;
    this.#grown = length;
    if (length > 0 && this.#idle < PATIENCE) {
      host.microtask(this.#look);
      return;
    }
    this.#due = false;
    this.flush();
  }

  /**
   * Something in the batch cannot be cloned, which a look at it had not shown: each record goes out
   * by itself, and who is to blame hears of it.
   */
  #salvage(batch: readonly unknown[], moves: readonly Movable[], error: unknown): void {
    if (this.#down !== null) return;
    let blamed = false;
    for (let at = 0, end = 0; at < batch.length; at = end) {
      end = at + 3 + (batch[at + 2] as number);
      if (this.#try(batch.slice(at, end), moves) === null) continue;
      const [kind, id] = batch.slice(at, at + 2) as [number, number];
      for (const payload of batch.slice(at + 3, end)) {
        const fault = this.#try([kind, id, 1, payload], moves);
        if (fault === null) continue;
        blamed = true;
        this.peers.get(id)?.spoiled(kind, payload, fault.reason);
      }
    }
    if (!blamed) host.raise(error);
  }

  #try(batch: readonly unknown[], moves: readonly Movable[]): { readonly reason: unknown } | null {
    try {
      this.#post(
        batch,
        moves.filter((one) => holds(batch, one)),
      );
      return null;
    } catch (reason) {
      return { reason };
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      if (this.#batch.length > 0 && !this.#due && !this.#dueLater)
        throw new Error('link: no flush is due');
      if (this.#down !== null && this.#batch.length > 0) throw new Error('link: down, not empty');
      let at = 0;
      while (at < this.#batch.length) at += 3 + (this.#batch[at + 2] as number);
      if (at !== this.#batch.length) throw new Error('link: not a list of records');
    }
  }
}

/** Whether something that moves is, or lies under, a value, as far as a short look can tell. */
function holds(value: unknown, movable: Movable, depth = 5): boolean {
  if (value === movable) return true;
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  // In quotes: the build shortens the name for what is ours.
  if (ArrayBuffer.isView(value)) return value['buffer'] === movable;
  return Object.values(value).some((inner) => holds(inner, movable, depth - 1));
}
