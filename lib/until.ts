/** until: waits for a promise that is not ours. */
import { signalOf, attach, type WaitOptions } from './kernel/abort.ts';
import { GoexitError } from './kernel/errors.ts';
import { fail, failed, open, settle, type Op } from './kernel/op.ts';
import { Waiter } from './kernel/waiter.ts';
import { WaitQueue, type Place } from './kernel/wait-queue.ts';
import { here, kernel } from './kernel/world.ts';

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
  const place: Place = { world, describe: () => '' };
  const queue = new WaitQueue<Waiter>(place, 'IO wait');
  queue.push(waiter);
  Promise.resolve(promise).then(
    (value) => {
      if (leave(queue, waiter)) settle(waiter, value);
    },
    (error: unknown) => {
      if (leave(queue, waiter)) fail(waiter, error);
    },
  );
  if (signal !== undefined) attach(waiter, signal);
  return open(waiter);
}

/** False if the wait was aborted meanwhile. */
function leave(queue: WaitQueue<Waiter>, waiter: Waiter): boolean {
  if (waiter.queue === null) return false;
  queue.remove(waiter);
  return true;
}
