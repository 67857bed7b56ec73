/** carryContext: goroutines keep the context of AsyncLocalStorage in which they were started. */
import { AsyncResource } from 'node:async_hooks';
import { addObserver, removeObserver } from '../kernel/observers.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Observer, Task } from '../kernel/world.ts';

/**
 * A context that was current. The host makes an `AsyncLocalStorage.snapshot` of the same, at a
 * hundred times the price: it tells hooks of its end, for which nobody asks here.
 */
function contextNow(): AsyncResource {
  return new AsyncResource('GOROUTINE', { requireManualDestroy: true });
}

/**
 * A goroutine's steps are put into its context one by one, by a `step` of its own: whoever is not
 * carried, and all while nobody is, has the kernel's, which knows nothing of this.
 */
const carrier: Observer = {
  started(goroutine: Task): void {
    const context = contextNow();
    const kind = Object.getPrototypeOf(goroutine) as Task;
    goroutine.step = () => context.runInAsyncScope(kind.step, goroutine);
  },
  ended(): void {},
  waits(): void {},
  holder: () => null,
  scope(): Scope {
    const context = contextNow();
    return (start) => context.runInAsyncScope(start);
  },
};

/** Takes back what `carryContext` did. */
export type Undo = () => void;

/** How many have asked for it and not taken that back. */
let asked = 0;

/**
 * From now on each goroutine runs in the context of `AsyncLocalStorage` in which it was started, as
 * an async function does: over every channel, select, lock and timer that it waits for. What is
 * handed to `time.afterFunc`, to `context.afterFunc` or to an error group that has no place yet runs
 * in the context of whoever handed it over. Returns a function that takes this back; goroutines
 * that have started by then keep theirs.
 *
 * Without it a generator goroutine runs in the context of whoever woke it, and an async one starts in
 * that of whoever made the scheduler run, which may be another request's; and nothing is spent on it. With it a goroutine costs some hundred nanoseconds more at its
 * start and a few tens at each step. A value travels with its goroutine, never with a message:
 * a worker that serves many requests has the context of its own start.
 *
 * For another context start another goroutine: `storage.run(store, () => go(handle, request))`. What
 * `enterWith` sets lasts until the goroutine waits next, and perhaps longer.
 *
 * @example
 * ```ts
 * import { AsyncLocalStorage } from 'node:async_hooks';
 * import { go, sleep } from 'millrace';
 * import { carryContext } from 'millrace/async-context';
 *
 * const request = new AsyncLocalStorage<string>();
 * function* handle() {
 *   yield* sleep(1);
 *   return request.getStore();
 * }
 * const undo = carryContext();
 * console.log(await request.run('request 7', () => go(handle))); //=> request 7
 * undo();
 * ```
 */
export function carryContext(): Undo {
  if (asked++ === 0) addObserver(carrier);
  let pending = true;
  return () => {
    if (!pending) return;
    pending = false;
    if (--asked === 0) removeObserver(carrier);
  };
}
