/** until: waits for a promise that is not ours. */
import { signalOf, attach, type WaitOptions } from './kernel/abort.ts';
import { GoexitError } from './kernel/errors.ts';
import { afterSlice, failed, open } from './kernel/door.ts';
import { fail, settle, type Op } from './kernel/op.ts';
import { Waiter } from './kernel/waiter.ts';
import { WaitQueue } from './kernel/wait-queue.ts';
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
      return afterSlice(world, true, signal.reason);
  }
  if (signal?.aborted === true) return failed(signal.reason);
  const waiter = new Waiter<Awaited<T>>(undefined);
  waiter.queue = lineOf(world);
  Promise.resolve(promise).then(
    (value) => end(world, waiter, false, value),
    (error: unknown) => end(world, waiter, true, error),
  );
  const door = open<Awaited<T>>(waiter);
  if (signal !== undefined) attach(waiter, signal);
  return door;
}

const lines = /* @__PURE__ */ new WeakMap<World, WaitQueue>();

/**
 * What waiters for promises name as their line. They do not stand in it: the promise alone holds
 * them, and who waits for one that is forgotten can be collected with it.
 */
function lineOf(world: World): WaitQueue {
  let line = lines.get(world);
  if (line === undefined) {
    line = new WaitQueue({ world }, 'IO wait');
    lines.set(world, line);
  }
  return line;
}

/** The promise has settled; a wait that was aborted meanwhile names no line any more. */
function end(world: World, waiter: Waiter, failed: boolean, value: unknown): void {
  if (waiter.queue === null) return;
  waiter.queue = null;
  const tell = failed ? fail : settle;
  // In a spent slice nobody goes on: a loop over settled promises would starve the host.
  if (world.spent) world.late.push(() => tell(waiter, value));
  else tell(waiter, value);
}
