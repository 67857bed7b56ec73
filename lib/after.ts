/** after: a time that arrives on a channel. */
import { ChannelIterator } from './channel-iterator.ts';
import type { Receiver } from './ends.ts';
import type { WaitOptions } from './kernel/abort.ts';
import { Alarm } from './kernel/alarm.ts';
import { MisuseError } from './kernel/errors.ts';
import * as host from './kernel/host.ts';
import type { Op } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import { deliver, type Received, type Waiter } from './kernel/waiter.ts';
import { here } from './kernel/world.ts';

/**
 * The channel of a one-shot timer. Invariant: its one value goes to one receiver; from then on it
 * is an open channel on which nothing ever arrives (TM-19, DL-05).
 */
class After extends Alarm<Received<number>> implements Receiver<number> {
  readonly length = 0;
  readonly capacity = 0;
  #taken = false;

  recv(options?: WaitOptions): Op<Received<number>> {
    this.world.budget--;
    return wait<Received<number>>(this, options);
  }

  tryRecv(): Received<number> | undefined {
    return this.ready() ? this.commit() : undefined;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<number> {
    return new ChannelIterator<number>(this);
  }

  /** Who stands in line has the value coming, even while the host's timer is late. */
  override ready(): boolean {
    return !this.#taken && this.waiters.first === null && super.ready();
  }

  commit(): Received<number> {
    this.#taken = true;
    return { value: this.#time(), ok: true, done: false };
  }

  override enqueue(waiter: Waiter): void {
    if (this.#taken) this.waiters.push(waiter);
    else super.enqueue(waiter);
  }

  fire(): void {
    this.#taken = true;
    deliver(this.waiters.shift(), this.#time(), true);
  }

  /** When it was due, not when it is received (TM-04). */
  #time(): number {
    // The clock of a controlled world counts from the epoch by itself.
    return this.world.controller === null ? host.epoch() + this.dueMs : this.dueMs;
  }
}

/**
 * A receiver that gives one value, the time it was due in milliseconds since the epoch, when so
 * many milliseconds have passed; it is never closed. For 0 or less it is ready at once (TM-12).
 * Nothing is kept alive while nobody waits for it (DL-04).
 *
 * @throws MisuseError if it is given no number.
 *
 * @example
 * ```ts
 * import { after, Channel, select } from 'millrace';
 *
 * const answers = new Channel<string>();
 * const got = await select({ answers, timeout: after(5) });
 * console.log(got.key);
 * // Output:
 * // timeout
 * ```
 */
export function after(ms: number): Receiver<number> {
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    throw new MisuseError('after: a number of milliseconds was expected', ms);
  }
  return new After(here(), ms, 'chan receive');
}
