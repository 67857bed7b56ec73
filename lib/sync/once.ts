/** Once: runs a function the first time, and never again. */
import type { WaitOptions } from '../kernel/abort.ts';
import { nothing } from '../kernel/door.ts';
import { GoexitError } from '../kernel/errors.ts';
import { rareOf, type Op, type Pending } from '../kernel/op.ts';
import { here } from '../kernel/world.ts';
import { Call, make } from './call.ts';

/** A call of which all but the runner learn no more than that it is over (ON-02). */
class First extends Call<void> {
  override concerns(runner: boolean): boolean {
    return runner;
  }

  override give(): void {}

  override end(goroutine: Pending): void {
    const heard = this.starting || this.own?.first !== null;
    super.end(goroutine);
    // The runner has given up: nobody else will ever learn of the failure.
    if (!heard && !(goroutine.value instanceof GoexitError)) rareOf(goroutine).observed = false;
  }
}

/**
 * Runs one function, once: the first call of `do` runs it, and all others wait until it has ended,
 * whatever function they bring.
 *
 * The function is a plain one or a goroutine's of either form. It starts at the call, as a goroutine
 * of its own that the first caller joins: its error, or its `goexit`, is that caller's. Source: ON-01
 * to ON-05.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { Once } from 'millrace/sync';
 *
 * const once = new Once();
 * function* connect() {
 *   console.log('connecting');
 *   yield* sleep(1);
 *   console.log('connected');
 * }
 * function* use(name: string) {
 *   yield* once.do(connect);
 *   console.log(name);
 * }
 * const a = go(use, 'a');
 * await go(use, 'b');
 * await a;
 * // Output:
 * // connecting
 * // connected
 * // a
 * // b
 * ```
 */
export class Once {
  readonly #call = new First(here(), null);

  /**
   * Runs the function if this is the first call, and waits until it has ended. A call of `do` from
   * within the function waits for ever (ON-04).
   *
   * An abort gives up waiting; the function goes on, and the others wait for it. If nobody is left
   * whom its error concerns, that is an uncaught exception.
   *
   * @throws what the function throws, to the first caller alone: it has run all the same (ON-02).
   */
  do(fn: () => unknown, options?: WaitOptions): Op<void> {
    const call = this.#call;
    if (--call.world.budget < 0 || !call.over || options !== undefined) {
      return make(call, fn, options);
    }
    return nothing();
  }

  /** @internal */
  check(): void {
    this.#call.check();
  }
}
