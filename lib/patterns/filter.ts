/** filter: a stage that lets some values pass. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output, put, take } from './crew.ts';
import { step, type Step } from './step.ts';

/**
 * The values for which the function says so, in order. If it throws, the receiver fails with the
 * error, after what came before.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { filter } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const odd = filter(background(), fromIterable([1, 2, 3]), (n) => n % 2 === 1);
 * for await (const n of odd) console.log(n);
 * // Output:
 * // 1
 * // 3
 * ```
 */
export function filter<T>(ctx: Context, source: Receiver<T>, keep: Step<T, boolean>): Receiver<T> {
  const out = output<T>('filter');
  crew(
    ctx,
    [out],
    [
      function* filter(ctx) {
        for (let r = yield* take(ctx, source); r?.ok; r = yield* take(ctx, source)) {
          if (!(yield* step(ctx, keep, r.value))) continue;
          if (!(yield* put(ctx, out, r.value))) return;
        }
      },
    ],
  );
  return out;
}
