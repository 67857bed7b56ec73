/** until: waits for a promise that is not ours. */
import { signalOf, attach, type WaitOptions } from './kernel/abort.ts';
import { GoexitError } from './kernel/errors.ts';
import { fail, failed, open, settle, type Op } from './kernel/op.ts';
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
  if (signal?.aborted === true) return failed(signal.reason);
  if (--world.budget < 0) {
    if (world.exiting !== null && world.exiting === kernel.current) return failed(new GoexitError());
    if (world.controller === null) world.turn();
  }
  const waiter = new Waiter<Awaited<T>>(undefined, null);
  const place: Place = { world };
  const queue = new WaitQueue<Waiter>(place, 'IO wait');
  queue.push(waiter);
  Promise.resolve(promise).then(
    (value) => end(queue, waiter, () => settle(waiter, value)),
    (error: unknown) => end(queue, waiter, () => fail(waiter, error)),
  );
  const door = open<Awaited<T>>(waiter);
  if (signal !== undefined) attach(waiter, signal);
  return door;
}

/** The promise has settled; a wait that was aborted meanwhile has left its line. */
function end(queue: WaitQueue<Waiter>, waiter: Waiter, tell: () => void): void {
  if (waiter.queue === null) return;
  queue.remove(waiter);
  const { world } = queue.place as Place & { world: World };
  // In a spent slice nobody goes on: a loop over settled promises would starve the host.
  if (world.spent) world.late.push(tell);
  else tell();
}
