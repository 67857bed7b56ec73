/** Mutex: a lock that one goroutine has at a time. */
import type { WaitOptions } from '../kernel/abort.ts';
import { nothing } from '../kernel/door.ts';
import type { Op } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import { here } from '../kernel/world.ts';
import { acquire } from './acquire.ts';
import { Lock } from './lock.ts';
import { LOCK, type Locker } from './locker.ts';

/**
 * A lock that one has at a time. Between two operations nobody else runs here, so a lock is for
 * work that waits half-way.
 *
 * It belongs to nobody: whoever has a reference may unlock it, and who locks it twice waits for
 * ever. Those who wait get it in the order in which they came, except that somebody who is running
 * may take it before a waiter that was woken runs; who has waited for a millisecond is not passed
 * over again. Source: MU-01 to MU-09.
 *
 * @example
 * ```ts
 * import { go, gosched } from 'millrace';
 * import { Mutex } from 'millrace/sync';
 *
 * const mutex = new Mutex();
 * let balance = 0;
 * function* deposit(amount: number) {
 *   yield* mutex.lock();
 *   try {
 *     const before = balance;
 *     yield* gosched();
 *     balance = before + amount;
 *   } finally {
 *     mutex.unlock();
 *   }
 * }
 * const first = go(deposit, 10);
 * await go(deposit, 5);
 * await first;
 * console.log(balance); //=> 15
 * ```
 */
export class Mutex implements Locker {
  /** @internal */
  declare readonly arm: Lock;

  constructor() {
    this.arm = new Lock(here());
  }

  /** Waits until it has the lock. An abort takes it out of the line. */
  lock(options?: WaitOptions): Op<void> {
    const { arm } = this;
    if (--arm.world.budget < 0 || arm.held || options !== undefined) return wait(arm, options);
    arm.held = true;
    return nothing();
  }

  /**
   * Unlocks. Waits for nothing and lets nobody run.
   *
   * @throws FatalError `sync: unlock of unlocked mutex` if it is not locked; nothing has changed.
   */
  unlock(): void {
    this.arm.unlock();
  }

  /** Locks if that needs no waiting, and says whether it did. It may pass those who wait. */
  tryLock(): boolean {
    const { arm } = this;
    if (arm.held) return false;
    arm.held = true;
    return true;
  }

  /**
   * Locks, and gives what unlocks at the end of the block: `using hold = yield* mutex.acquire()`.
   * To dispose of it twice unlocks once.
   */
  acquire(options?: WaitOptions): Op<Disposable> {
    return acquire(this.arm, options);
  }

  /** @internal */
  get [LOCK](): Lock {
    return this.arm;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.arm.check();
    }
  }
}
