/** RWMutex: a lock that many readers have at a time, or one writer. */
import type { WaitOptions } from '../kernel/abort.ts';
import { nothing } from '../kernel/door.ts';
import type { Op } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import { here } from '../kernel/world.ts';
import { acquire } from './acquire.ts';
import { LOCK, type Locker } from './locker.ts';
import { WriteLock, type ReadLock } from './rw-lock.ts';

/** The read lock of an RWMutex as a lock of its own. */
class ReadLocker implements Locker {
  /** @internal */
  declare readonly arm: ReadLock;

  constructor(arm: ReadLock) {
    this.arm = arm;
  }

  lock(options?: WaitOptions): Op<void> {
    const { arm } = this;
    if (--arm.world.budget < 0 || options !== undefined || !arm.ready()) return wait(arm, options);
    arm.readers++;
    return nothing();
  }

  unlock(): void {
    this.arm.unlock();
  }

  /** @internal */
  get [LOCK](): ReadLock {
    return this.arm;
  }
}

/**
 * A lock that any number of readers have at a time, or one writer.
 *
 * A writer that waits keeps new readers out; those who were in before finish. When a writer unlocks,
 * all readers who wait come in, and then the next writer has its turn. So neither can keep the other
 * out; but who has the read lock must not ask for it again while a writer may come. There is no way
 * to turn a read lock into a write lock. Source: RW-01 to RW-09.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { RWMutex } from 'millrace/sync';
 *
 * const mutex = new RWMutex();
 * let config = 'old';
 * function* read(name: string) {
 *   yield* mutex.rLock();
 *   yield* sleep(1);
 *   console.log(name, config);
 *   mutex.rUnlock();
 * }
 * go(read, 'a');
 * go(read, 'b');
 * await go(function* () {
 *   yield* mutex.lock();
 *   config = 'new';
 *   mutex.unlock();
 * });
 * await go(read, 'c');
 * // Output:
 * // a old
 * // b old
 * // c new
 * ```
 */
export class RWMutex implements Locker {
  /** @internal */
  declare readonly arm: WriteLock;
  /** @internal */
  declare readonly reader: ReadLocker;

  constructor() {
    this.arm = new WriteLock(here());
    this.reader = new ReadLocker(this.arm.reading);
  }

  /** Waits until it has the lock alone. An abort takes it out of the line. */
  lock(options?: WaitOptions): Op<void> {
    const { arm } = this;
    if (--arm.world.budget < 0 || options !== undefined || !arm.ready()) return wait(arm, options);
    arm.commit();
    return nothing();
  }

  /**
   * Unlocks. Waits for nothing and lets nobody run.
   *
   * @throws FatalError `sync: Unlock of unlocked RWMutex` if no writer has it; nothing has changed.
   */
  unlock(): void {
    this.arm.unlock();
  }

  /** Locks if that needs no waiting, and says whether it did. */
  tryLock(): boolean {
    const { arm } = this;
    if (!arm.ready()) return false;
    arm.commit();
    return true;
  }

  /** Waits until it may read. An abort takes it out of the line. */
  rLock(options?: WaitOptions): Op<void> {
    return this.reader.lock(options);
  }

  /**
   * Ends one read.
   *
   * @throws FatalError `sync: RUnlock of unlocked RWMutex` if nobody reads; nothing has changed.
   */
  rUnlock(): void {
    this.reader.unlock();
  }

  /** Locks for reading if that needs no waiting, and says whether it did. */
  tryRLock(): boolean {
    const { arm } = this.reader;
    if (!arm.ready()) return false;
    arm.readers++;
    return true;
  }

  /** The read lock as a lock of its own, always the same one (RW-09). */
  rLocker(): Locker {
    return this.reader;
  }

  /** Locks, and gives what unlocks at the end of the block: see {@link Mutex.acquire}. */
  acquire(options?: WaitOptions): Op<Disposable> {
    return acquire(this.arm, options);
  }

  /** Locks for reading, and gives what unlocks at the end of the block. */
  rAcquire(options?: WaitOptions): Op<Disposable> {
    return acquire(this.reader.arm, options);
  }

  /** @internal */
  get [LOCK](): WriteLock {
    return this.arm;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.arm.check();
    }
  }
}
