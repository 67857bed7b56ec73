/** onceFunc, onceValue and onceValues: functions whose work is done once. */
import type { WaitOptions } from '../kernel/abort.ts';
import { nothing, over as gave } from '../kernel/door.ts';
import { Ready, type Op, type Routine } from '../kernel/op.ts';
import { here, kernel } from '../kernel/world.ts';
import type { Joined } from '../go.ts';
import { Call, make } from './call.ts';

/** A function that runs once; every call waits for its end. */
export type OnceFunction<T> = (options?: WaitOptions) => Op<T>;

/**
 * A function that runs another one the first time it is called; every call waits for its end. If
 * that one fails, every call fails with the same error (ON-06).
 *
 * The function is a plain one or a goroutine's of either form, and starts at the first call. An
 * abort gives up waiting; the function goes on.
 *
 * @throws (each call) what the function throws.
 *
 * @example
 * ```ts
 * import { onceFunc } from 'millrace/sync';
 *
 * const warn = onceFunc(() => console.log('deprecated'));
 * await warn();
 * await warn();
 * // Output:
 * // deprecated
 * ```
 */
export function onceFunc(fn: () => unknown): OnceFunction<void> {
  const call = new Nothing(here(), fn);
  return (options) => {
    if (!isAtHand(call) || options !== undefined) return make(call, null, options);
    return nothing();
  };
}

/**
 * A function that asks another one the first time it is called, and gives what that one returned
 * to every call; see {@link onceFunc}.
 *
 * @throws (each call) what the function throws.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { onceValue } from 'millrace/sync';
 *
 * const config = onceValue(function* () {
 *   console.log('reading');
 *   yield* sleep(1);
 *   return { port: 80 };
 * });
 * const port = go(function* () {
 *   return (yield* config()).port;
 * });
 * console.log(await port, (await config()).port);
 * // Output:
 * // reading
 * // 80 80
 * ```
 */
export function onceValue<R>(fn: () => R): OnceFunction<Joined<R>> {
  const call = new Call<Joined<R>>(here(), fn);
  let door: Ready<Joined<R>> | null = null;
  return (options) => {
    if (!isAtHand(call) || options !== undefined) return make(call, null, options);
    // One serves them all in generator goroutines: it was over when it was made.
    door ??= new Ready(call.value as Joined<R>);
    return kernel.current === null ? gave(call.value as Joined<R>) : door;
  };
}

/**
 * {@link onceValue} for a function that returns several values, as a tuple.
 *
 * @throws (each call) what the function throws.
 *
 * @example
 * ```ts
 * import { onceValues } from 'millrace/sync';
 *
 * const limits = onceValues(() => [1, 100] as const);
 * const [least, most] = await limits();
 * console.log(least, most); //=> 1 100
 * ```
 */
export function onceValues<T extends readonly unknown[] | []>(
  fn: () => T | PromiseLike<T> | Routine<T>,
): OnceFunction<T> {
  return onceValue(fn) as OnceFunction<T>;
}

/** A call whose function is asked for nothing. */
class Nothing extends Call<void> {
  override give(): void {}
}

/** Whether it went well and the slice goes on: then nobody needs to wait. */
function isAtHand({ world, over, failed }: Call<unknown>): boolean {
  return --world.budget >= 0 && over && !failed;
}
