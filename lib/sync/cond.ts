/** Cond: waits until something may have become true that a lock guards. */
import { attach, signalOf, type Signal, type WaitOptions } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import { failed } from '../kernel/door.ts';
import { MisuseError } from '../kernel/errors.ts';
import { abandon } from '../kernel/forsake.ts';
import { settle, type Op, type Pending } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import { WaitQueue } from '../kernel/wait-queue.ts';
import { here, type World } from '../kernel/world.ts';
import type { Locker } from './locker.ts';
import { Sleeper } from './waking.ts';

/** One wait, as an arm: it is never ready, and to park is to unlock. */
class Sleep extends Arm<void> {
  declare readonly world: World;
  readonly #cond: Cond;
  readonly #signal: Signal | undefined;

  constructor(cond: Cond, signal: Signal | undefined) {
    super();
    this.world = cond.line.place.world as World;
    this.#cond = cond;
    this.#signal = signal;
  }

  ready(): boolean {
    return false;
  }

  commit(): void {}

  enqueue(sleeper: Sleeper): void {
    this.#cond.line.push(sleeper);
    try {
      this.#cond.l.unlock();
    } catch (error) {
      abandon(sleeper);
      throw error;
    }
  }

  override park(): Pending {
    const signal = this.#signal;
    if (signal?.aborted === true) throw signal.reason;
    const cond = this.#cond;
    const sleeper = new Sleeper(this.world, cond.l, () => cond.signal());
    this.enqueue(sleeper);
    if (signal !== undefined) attach(sleeper.waking, signal);
    return sleeper;
  }
}

/**
 * Where goroutines wait for news of what a lock guards. Who waits has the lock, and has it again
 * when the wait is over; what it waits for must be looked at once more then, since others may have
 * run before.
 *
 * A signal wakes the one who has waited longest, never one who comes later, and is not remembered
 * if nobody waits. Between two operations nobody else runs here, so where nothing waits half-way a
 * channel is simpler. Source: CO-01 to CO-06.
 *
 * @example
 * ```ts
 * import { go } from 'millrace';
 * import { Cond, Mutex } from 'millrace/sync';
 *
 * const mutex = new Mutex();
 * const filled = new Cond(mutex);
 * const items: string[] = [];
 * const taker = go(function* () {
 *   yield* mutex.lock();
 *   while (items.length === 0) yield* filled.wait();
 *   console.log(items.shift());
 *   mutex.unlock();
 * });
 * await go(function* () {
 *   yield* mutex.lock();
 *   items.push('tea');
 *   filled.signal();
 *   mutex.unlock();
 * });
 * await taker;
 * // Output:
 * // tea
 * ```
 */
export class Cond {
  /** The lock, Go's `L`. */
  readonly l: Locker;
  /** @internal */
  declare readonly line: WaitQueue<Sleeper>;

  constructor(locker: Locker) {
    if (typeof locker?.lock !== 'function' || typeof locker.unlock !== 'function') {
      throw new MisuseError('Cond: a lock was expected');
    }
    this.l = locker;
    this.line = new WaitQueue<Sleeper>({ world: here() }, 'sync.Cond.Wait');
  }

  /**
   * Unlocks, waits until it is woken, and locks again. Precondition: the lock is held.
   *
   * However it ends, the lock is held then: an abort, too, ends it only when the lock was to be had
   * again, and one that comes when it has been woken comes too late.
   *
   * @throws FatalError if nobody has the lock; nothing has changed.
   */
  wait(options?: WaitOptions): Op<void> {
    let signal: Signal | undefined;
    try {
      signal = options === undefined ? undefined : signalOf(options);
    } catch (error) {
      return failed(error);
    }
    const sleep = new Sleep(this, signal);
    sleep.world.budget--;
    return wait(sleep, undefined);
  }

  /** Wakes the one who has waited longest, if there is one. The lock need not be held. */
  signal(): void {
    const { line } = this;
    if (line.first !== null) settle(line.shift().waking, undefined);
  }

  /** Wakes all who wait, in the order in which they came. The lock need not be held. */
  broadcast(): void {
    const { line } = this;
    while (line.first !== null) settle(line.shift().waking, undefined);
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { line } = this;
      line.check();
      for (let one = line.first; one !== null; one = one.after as Sleeper | null) {
        if (one.waking.done) throw new Error('cond: somebody in line is awake');
      }
    }
  }
}
