/** What a stage calls for each value: a plain function, or a goroutine's of either form. */
import type { Context } from '../context/context.ts';
import type { Routine } from '../kernel/op.ts';
import { until } from '../until.ts';
import type { Member } from './member.ts';

/**
 * Called for each value, one after another. It may wait, in either form of goroutine; it is handed the
 * context, so that it can stop early.
 */
export type Step<T, R> = (value: T, ctx: Context) => R | PromiseLike<R> | Routine<R>;

/** Whether a step goes on after its call. */
export function goesOn<R>(
  result: R | PromiseLike<R> | Routine<R>,
): result is PromiseLike<R> | Routine<R> {
  if (result === null || typeof result !== 'object') return false;
  return typeof (result as { then?: unknown }).then === 'function' || isGenerator(result);
}

/** What comes of a step that goes on. When the context is over nobody waits for a promise any more. */
export function* outcome<R>(me: Member, result: PromiseLike<R> | Routine<R>): Routine<R> {
  if (isGenerator(result)) return yield* result as Routine<R>;
  return (yield* me.wait(until(result as PromiseLike<R>))) as R;
}

function isGenerator(it: object): boolean {
  return (it as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Generator';
}
