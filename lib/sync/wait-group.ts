/**
 * WaitGroup: waits until a number of tasks have ended.
 *
 * Invariants:
 *  - `count` is what was added less what is done; it is below zero only after the misuse that
 *    threw, as in Go (WG-03);
 *  - while `count` is 0 nobody waits.
 */
import type { WaitOptions } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import { GoexitError, MisuseError, NegativeCounterError, noFunction } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { hasFailed, observe, settle, type Op, type Pending } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import { here, type World } from '../kernel/world.ts';

/** The wait, as an arm: ready while the counter is 0. */
class Zero extends Arm<void> implements Place {
  declare readonly world: World;
  declare readonly waiters: WaitQueue<Waiter>;
  count = 0;

  constructor(world: World) {
    super();
    this.world = world;
    this.waiters = new WaitQueue<Waiter>(this, 'sync.WaitGroup.Wait');
  }

  ready(): boolean {
    return this.count === 0;
  }

  commit(): void {}

  enqueue(waiter: Waiter): void {
    this.waiters.push(waiter);
  }
}

/**
 * Waits for tasks: `go` starts one that counts, `wait` waits until all have ended. `add` and `done`
 * are the parts it is made of. Source: WG-01 to WG-13.
 *
 * @example
 * ```ts
 * import { sleep, WaitGroup } from 'millrace';
 *
 * const group = new WaitGroup();
 * for (const name of ['a', 'b']) {
 *   group.go(function* () {
 *     yield* sleep(1);
 *     console.log(name);
 *   });
 * }
 * await group.wait();
 * console.log('all done');
 * // Output:
 * // a
 * // b
 * // all done
 * ```
 */
export class WaitGroup {
  /** @internal */
  declare readonly zero: Zero;

  constructor() {
    this.zero = new Zero(here());
  }

  /**
   * Adds to the counter, which may be negative; at 0 everyone who waits is released.
   *
   * @throws NegativeCounterError if the counter falls below zero, or leaves 32 bits. The counter
   *   keeps the bad value, as Go's does (WG-03, WG-04).
   */
  add(delta: number): void {
    if (!Number.isSafeInteger(delta))
      throw new MisuseError('WaitGroup.add: a whole number was expected', delta);
    const zero = this.zero;
    zero.count = (zero.count + delta) | 0;
    if (zero.count < 0) throw new NegativeCounterError();
    if (zero.count > 0) return;
    const { waiters } = zero;
    while (waiters.first !== null) settle(waiters.shift(), undefined);
  }

  /** Takes one from the counter: the same as `add(-1)`. */
  done(): void {
    this.add(-1);
  }

  /** Waits until the counter is 0; does not wait at all if it is (WG-01). */
  wait(options?: WaitOptions): Op<void> {
    this.zero.world.budget--;
    return wait(this.zero, options);
  }

  /**
   * Adds one, starts the function as a goroutine, and takes one away when that returns or ends by
   * `goexit`. If it throws, the counter stays, so that nobody mistakes a failure for an end, and
   * the error reaches the host as an uncaught exception (WG-08, WG-09).
   */
  go(fn: () => unknown): void {
    if (typeof fn !== 'function') {
      throw noFunction(fn);
    }
    this.add(1);
    const { world } = this.zero;
    const goroutine = new Goroutine(world, fn, []);
    observe(goroutine, { ready: (ended) => this.#end(ended) });
    world.ready(goroutine);
  }

  #end(goroutine: Pending): void {
    if (hasFailed(goroutine) && !(goroutine.value instanceof GoexitError)) {
      (goroutine as Goroutine).surface();
    } else {
      this.done();
    }
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { count, waiters } = this.zero;
      waiters.check();
      if (count === 0 && waiters.first !== null) throw new Error('wait group: idle waiter');
    }
  }
}
