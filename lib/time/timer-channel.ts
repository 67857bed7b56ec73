/**
 * The channel of a timer or a ticker: times arrive on it when they are due.
 *
 * Nothing is sent ahead of time and nothing is kept: whoever asks finds out by the clock what is
 * due, and what is found is what a timer that had run on time would have left there (TM-17). So to
 * stop it or to set it anew leaves nothing behind that could arrive later (TM-05, TM-06).
 *
 * Invariants:
 *  - while `active` a time is to come, or has come and was not received: the one at `dueMs`;
 *  - it is among its world's timers exactly while it is active and somebody waits.
 */
import { ChannelIterator } from '../channel-iterator.ts';
import type { Receiver } from '../ends.ts';
import type { WaitOptions } from '../kernel/abort.ts';
import { Alarm } from '../kernel/alarm.ts';
import type { Op } from '../kernel/op.ts';
import { timersOf } from '../kernel/timers.ts';
import { wait } from '../kernel/wait.ts';
import { deliver, type Received, type Waiter } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';
import { epochOf } from './clock.ts';

export class TimerChannel extends Alarm<Received<number>> implements Receiver<number> {
  /** Without a buffer, whatever is due (TM-03). */
  readonly length = 0;
  readonly capacity = 0;
  declare dueMs: number;
  declare active: boolean;
  /** From one time to the next; 0 if there is but one. */
  declare periodMs: number;

  constructor(world: World, delayMs: number, periodMs: number) {
    super(world, delayMs, 'chan receive');
    this.active = true;
    this.periodMs = periodMs;
  }

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

  stop(): boolean {
    const { active } = this;
    this.active = false;
    if (this.index >= 0) this.deserted();
    return active;
  }

  reset(delayMs: number, periodMs: number): boolean {
    const active = this.stop();
    this.dueMs = this.world.now() + delayMs;
    this.periodMs = periodMs;
    this.active = true;
    this.watch();
    return active;
  }

  /** Who stands in line has the time coming, even while the host's timer is late. */
  override ready(): boolean {
    return this.active && this.waiters.first === null && super.ready();
  }

  commit(): Received<number> {
    return { value: this.pass(), ok: true, done: false };
  }

  override enqueue(waiter: Waiter): void {
    this.waiters.push(waiter);
    if (this.index < 0) this.watch();
  }

  fire(): void {
    deliver(this.waiters.shift(), this.pass(), true);
    this.watch();
  }

  /** Precondition: it is not among the timers. */
  watch(): void {
    if (this.active && this.waiters.first !== null) timersOf(this.world).add(this);
  }

  /**
   * Gives the time that was due, not the one at which it is received (TM-04), and goes on to the
   * next that is still to come: what was missed in between is dropped, and the phase kept (TM-13).
   */
  pass(): number {
    const { world, dueMs, periodMs } = this;
    if (periodMs === 0) {
      this.active = false;
    } else {
      const nowMs = world.now();
      const missed = Math.floor((nowMs - dueMs) / periodMs);
      // A period may be too short for the clock to tell: it goes on all the same.
      this.dueMs = Math.max(dueMs + periodMs * (1 + missed), nowMs * (1 + Number.EPSILON));
    }
    return epochOf(world) + dueMs;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.waiters.check();
      if (this.index >= 0 !== (this.active && this.waiters.first !== null))
        throw new Error('timer: watched');
    }
  }
}
