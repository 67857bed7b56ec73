/** map: a stage that makes one value of each. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output } from './crew.ts';
import { isStopped } from './member.ts';
import { goesOn, outcome, type Step } from './step.ts';

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
      function* map(me) {
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source)) {
          const made = fn(r.value, me.ctx);
          const value = goesOn(made) ? yield* outcome(me, made) : made;
          if (isStopped(yield* me.put(out, value))) return;
        }
      },
    ],
  );
  return out;
}
