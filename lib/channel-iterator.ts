/**
 * Go's `range` over a channel, for `for await`.
 *
 * Invariant: `pending` names, oldest first, the receives of this iterator that may still wait;
 * `return()` takes those back, so that none of them takes a value that nobody would see.
 */
import type { WaitOptions } from './kernel/abort.ts';
import { over, settle, type Op } from './kernel/op.ts';
import type { WaitQueue } from './kernel/wait-queue.ts';
import { Waiter, type Received } from './kernel/waiter.ts';

/** What the iterator needs of its channel. */
interface Source<out T> {
  readonly receivers: WaitQueue<Waiter>;
  recv(options?: WaitOptions): Op<Received<T>>;
}

export class ChannelIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: Source<T>;
  #pending: Waiter[] = [];
  #over = false;

  constructor(source: Source<T>) {
    this.#source = source;
  }

  next(): Op<Received<T>> {
    if (this.#over) return over(end());
    const { receivers } = this.#source;
    const before = receivers.last;
    const op = this.#source.recv();
    // An operation that is no waiter has its value already, and only gives it after the slice.
    const waiter = op instanceof Waiter ? op : receivers.last;
    if (waiter !== null && waiter !== before && !waiter.done) {
      this.#pending = this.#pending.filter((one) => !one.done);
      this.#pending.push(waiter);
    }
    return op;
  }

  /** Ends the iteration. The channel stays as it is. */
  return(): Op<Received<T>> {
    this.#over = true;
    for (const waiter of this.#pending) {
      if (waiter.done) continue;
      waiter.withdraw();
      settle(waiter, end());
    }
    this.#pending = [];
    return over(end());
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function end(): Received<never> {
  return { value: undefined, ok: false, done: true };
}
