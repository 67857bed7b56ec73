/**
 * Go's `range` over a channel, for `for await`.
 *
 * Invariant: `pending` names, oldest first, the receives of this iterator that may still wait;
 * `return()` takes those back, so that none of them takes a value that nobody would see.
 */
import type { WaitOptions } from './kernel/abort.ts';
import type { Arm } from './kernel/arm.ts';
import { open, over } from './kernel/door.ts';
import { settle, type Op, type Pending } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import type { Received } from './kernel/waiter.ts';

/** What the iterator needs of its channel. */
type Source<T> = Arm<Received<T>> & { recv(options?: WaitOptions): Op<Received<T>> };

export class ChannelIterator<T> implements AsyncIterableIterator<T> {
  readonly #source: Source<T>;
  #pending: Pending[] = [];
  /** How many may be in it before those that are done are thrown out. */
  #sweepAt = 1;
  #over = false;

  constructor(source: Source<T>) {
    this.#source = source;
  }

  next(): Op<Received<T>> {
    const source = this.#source;
    if (this.#over) {
      source.world.budget--;
      return wait({ world: source.world, ready: () => true, commit: end } as never, undefined);
    }
    if (source.world.controller !== null || source.ready()) return source.recv();
    const waiter = source.park();
    if (this.#pending.push(waiter) > this.#sweepAt) {
      this.#pending = this.#pending.filter((one) => !one.done);
      this.#sweepAt = 2 * this.#pending.length;
    }
    return open(waiter);
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
