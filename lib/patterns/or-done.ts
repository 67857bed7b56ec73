/** orDone: a channel until the context is over. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output } from './crew.ts';
import { isStopped } from './member.ts';

/**
 * What is received from `source`, in its order, until that or the context is over: so a plain loop
 * over it ends with the context.
 *
 * @example
 * ```ts
 * import { background, withCancel } from 'millrace/context';
 * import { orDone } from 'millrace/patterns';
 * import { tick } from 'millrace/time';
 *
 * const [ctx, cancel] = withCancel(background());
 * let ticks = 0;
 * for await (const _ of orDone(ctx, tick(1))) if (++ticks === 3) cancel();
 * console.log(ticks, ctx.err()?.message); //=> 3 context canceled
 * ```
 */
export function orDone<T>(ctx: Context, source: Receiver<T>): Receiver<T> {
  const out = output<T>('orDone');
  crew(
    ctx,
    [out],
    [
      function* orDone(me) {
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source))
          if (isStopped(yield* me.put(out, r.value))) return;
      },
    ],
  );
  return out;
}
