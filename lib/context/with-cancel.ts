/** withCancel: a context that is over when somebody says so. */
import type { CancelCauseFunc, CancelFunc, Context } from './context.ts';
import { Derived } from './derived.ts';

/**
 * A context that is over when `cancel` is called or its parent is over, whichever comes first.
 * `cancel` ends everything derived from it before it returns, and leaves nothing on the parent: call
 * it when the work is done, whatever came of it (CX-05).
 *
 * @throws NilParentError without a parent.
 *
 * @example
 * ```ts
 * import { Channel, go, select } from 'millrace';
 * import { background, withCancel, type Context } from 'millrace/context';
 *
 * function* count(ctx: Context, out: Channel<number>) {
 *   for (let n = 1; ; n++) {
 *     const { key } = yield* select({ done: ctx.done(), sent: out.onSend(n) });
 *     if (key === 'done') return n;
 *   }
 * }
 * const [ctx, cancel] = withCancel(background());
 * const numbers = new Channel<number>();
 * const counter = go(count, ctx, numbers);
 * console.log((await numbers.recv()).value, (await numbers.recv()).value);
 * cancel();
 * console.log('ended at', await counter);
 * // Output:
 * // 1 2
 * // ended at 3
 * ```
 */
export function withCancel(parent: Context): [ctx: Context, cancel: CancelFunc] {
  const ctx = new Derived(parent, undefined);
  return [ctx, () => ctx.stop(undefined)];
}

/**
 * The same, but `cancel` says why: `cause` gives that of this context and of those derived from it.
 * Who is first decides; `err` is `Canceled` all the same (CX-10).
 *
 * @throws NilParentError without a parent.
 *
 * @example
 * ```ts
 * import { background, cause, withCancelCause } from 'millrace/context';
 *
 * const [ctx, cancel] = withCancelCause(background());
 * cancel(new Error('disk full'));
 * cancel(new Error('too late'));
 * console.log(ctx.err()?.message); //=> context canceled
 * console.log(String(cause(ctx))); //=> Error: disk full
 * ```
 */
export function withCancelCause(parent: Context): [ctx: Context, cancel: CancelCauseFunc] {
  const ctx = new Derived(parent, undefined);
  return [ctx, (cause) => ctx.stop(cause)];
}
