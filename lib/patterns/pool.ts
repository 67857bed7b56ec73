/** pool: a stage that works at several values at once. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { crew, output, type Work } from './crew.ts';
import { isStopped } from './member.ts';
import { goesOn, outcome, type Step } from './step.ts';

/**
 * What so many workers make of the values, in the order in which they are done with them. Each takes a
 * value when it is free. If the function throws, the receiver fails with the first error, and the
 * other workers stop as soon as they wait for a value or a reader.
 *
 * @throws MisuseError if `workers` is no whole number from 1 up.
 *
 * @example
 * ```ts
 * import { sleep } from 'millrace';
 * import { background } from 'millrace/context';
 * import { pool } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const done = pool(background(), fromIterable([3, 1]), 2, function* (n) {
 *   yield* sleep(20 * n);
 *   return n;
 * });
 * for await (const n of done) console.log(n);
 * // Output:
 * // 1
 * // 3
 * ```
 */
export function pool<T, R>(
  ctx: Context,
  source: Receiver<T>,
  workers: number,
  fn: Step<T, R>,
): Receiver<R> {
  if (!Number.isSafeInteger(workers) || workers < 1)
    throw new MisuseError('pool: a whole number of workers from 1 up was expected', workers);
  const out = output<R>('pool');
  const works = Array.from(
    { length: workers },
    (): Work =>
      function* worker(me) {
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source)) {
          const made = fn(r.value, me.ctx);
          const value = goesOn(made) ? yield* outcome(me, made) : made;
          if (isStopped(yield* me.put(out, value))) return;
        }
      },
  );
  crew(ctx, [out], works);
  return out;
}
