/** filter: a stage that lets some values pass. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output } from './crew.ts';
import { isStopped } from './member.ts';
import { goesOn, outcome, type Step } from './step.ts';

/**
 * The values for which the function says so, in order. If it throws, the receiver fails with the
 * error, after what came before. A type predicate narrows the type, as it does with arrays.
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
export function filter<T, S extends T>(
  ctx: Context,
  source: Receiver<T>,
  keep: (value: T, ctx: Context) => value is S,
): Receiver<S>;
export function filter<T>(ctx: Context, source: Receiver<T>, keep: Step<T, boolean>): Receiver<T>;
export function filter<T>(ctx: Context, source: Receiver<T>, keep: Step<T, boolean>): Receiver<T> {
  const out = output<T>('filter');
  crew(
    ctx,
    [out],
    [
      function* filter(me) {
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source)) {
          const kept = keep(r.value, me.ctx);
          if (!(goesOn(kept) ? yield* outcome(me, kept) : kept)) continue;
          if (isStopped(yield* me.put(out, r.value))) return;
        }
      },
    ],
  );
  return out;
}
