/** What a stage calls for each value: a plain function, or a goroutine's of either form. */
import type { Context } from '../context/context.ts';
import type { Routine } from '../kernel/op.ts';
import { until } from '../until.ts';

/**
 * Called for each value, one after another. It may wait, in either form of goroutine; it is handed the
 * context, so that it can stop early.
 */
export type Step<T, R> = (value: T, ctx: Context) => R | PromiseLike<R> | Routine<R>;

/** What comes of a step. When the context is over nobody waits for a promise any more. */
export function* step<T, R>(ctx: Context, fn: Step<T, R>, value: T): Routine<R> {
  const result: unknown = fn(value, ctx);
  if (result === null || typeof result !== 'object') return result as R;
  if (typeof (result as PromiseLike<R>).then === 'function')
    return (yield* until(result as PromiseLike<R>, { signal: ctx.signal })) as R;
  return isGenerator(result) ? yield* result as Routine<R> : (result as R);
}

function isGenerator(it: object): boolean {
  return (it as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Generator';
}
