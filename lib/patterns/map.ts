/** map: a stage that makes one value of each. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output, put, take } from './crew.ts';
import { step, type Step } from './step.ts';

/**
 * What the function makes of each value, one after another, in order. If it throws, the receiver
 * fails with the error, after what came before.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { map } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const squares = map(background(), fromIterable([1, 2, 3]), (n) => n * n);
 * for await (const n of squares) console.log(n);
 * // Output:
 * // 1
 * // 4
 * // 9
 * ```
 */
export function map<T, R>(ctx: Context, source: Receiver<T>, fn: Step<T, R>): Receiver<R> {
  const out = output<R>('map');
  crew(
    ctx,
    [out],
    [
      function* map(ctx) {
        for (let r = yield* take(ctx, source); r?.ok; r = yield* take(ctx, source))
          if (!(yield* put(ctx, out, yield* step(ctx, fn, r.value)))) return;
      },
    ],
  );
  return out;
}
