/** until: waits for a promise that is not ours. */
import { signalOf, attach, type WaitOptions } from './kernel/abort.ts';
import { GoexitError } from './kernel/errors.ts';
import { afterSlice, failed, open } from './kernel/door.ts';
import { fail, settle, type Op } from './kernel/op.ts';
import { Waiter } from './kernel/waiter.ts';
import { WaitQueue, type Place } from './kernel/wait-queue.ts';
import { here, kernel, type World } from './kernel/world.ts';

/**
 * Waits for a promise of somebody else's, in a generator goroutine with `yield*`. An abort leaves
 * the promise alone and stops waiting for it.
 *
 * @example
 * ```ts
 * import { go, until } from 'millrace';
 *
 * function* size(text: string) {
 *   const bytes = yield* until(new Blob([text]).arrayBuffer());
 *   return bytes.byteLength;
 * }
 * console.log(await go(size, 'abc'));
 * // Output:
 * // 3
 * ```
 */
export function until<T>(promise: PromiseLike<T> | T, options?: WaitOptions): Op<Awaited<T>> {
  const world = here();
  let signal = undefined;
  try {
    signal = options === undefined ? undefined : signalOf(options);
  } catch (error) {
    return failed(error);
  }
  if (--world.budget < 0) {
    if (world.exiting !== null && world.exiting === kernel.current)
      return failed(new GoexitError());
    if (world.controller === null && world.turn() && signal?.aborted === true)
      return afterSlice(world, fail, signal.reason);
  }
  if (signal?.aborted === true) return failed(signal.reason);
  const waiter = new Waiter<Awaited<T>>(undefined);
  const line = lines.get(world)?.get(promise as object) ?? new Line(world, promise);
  line.waiters.push(waiter);
  const door = open<Awaited<T>>(waiter);
  if (signal !== undefined) {
    line.share();
    attach(waiter, signal);
  }
  return door;
}

/** The lines that are shared: to keep every promise among them would cost more than the wait. */
const lines = /* @__PURE__ */ new WeakMap<World, WeakMap<object, Line>>();

/**
 * Where those stand who wait for a promise. A reaction to a promise cannot be taken back; so a line
 * in which somebody has given up, or is likely to, serves whoever comes next, and a promise that is
 * waited for again and again has few. The promise alone holds its line: who waits for one that is
 * forgotten can be collected with it.
 */
class Line implements Place {
  readonly world: World;
  readonly waiters: WaitQueue<Waiter> = new WaitQueue<Waiter>(this, 'IO wait');
  readonly #promise: unknown;
  #shared = false;

  constructor(world: World, promise: unknown) {
    this.world = world;
    this.#promise = promise;
    Promise.resolve(promise).then(
      (value) => this.#end(settle, value),
      (error: unknown) => this.#end(fail, error),
    );
  }

  deserted(): void {
    this.share();
  }

  share(): void {
    // A thenable of another kind may do its work anew for each who asks.
    if (this.#shared || !(this.#promise instanceof Promise)) return;
    this.#shared = true;
    let all = lines.get(this.world);
    if (all === undefined) lines.set(this.world, (all = new WeakMap()));
    all.set(this.#promise, this);
  }

  #end(tell: typeof settle, value: unknown): void {
    const { waiters, world } = this;
    if (this.#shared) lines.get(world)?.delete(this.#promise as object);
    while (waiters.first !== null) {
      const waiter = waiters.shift();
      if (!world.spent) tell(waiter, value);
      // In a spent slice nobody goes on: a loop over settled promises would starve the host. An
      // abort may come before the slice has ended.
      else world.late.push(() => waiter.done || tell(waiter, value));
    }
  }
}
