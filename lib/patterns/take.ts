/** take: a stage that ends after so many values. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { crew, output } from './crew.ts';
import { isStopped } from './member.ts';

/**
 * The first so many values; then it is closed, and takes no more. What is behind it goes on waiting to
 * send: cancel the context when nothing else reads from there.
 *
 * @throws MisuseError if `count` is no whole number from 0 up.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { take } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const numbers = fromIterable([1, 2, 3]);
 * for await (const n of take(background(), numbers, 2)) console.log(n);
 * console.log((await numbers.recv()).value);
 * // Output:
 * // 1
 * // 2
 * // 3
 * ```
 */
export function take<T>(ctx: Context, source: Receiver<T>, count: number): Receiver<T> {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new MisuseError('take: a whole number from 0 up was expected', count);
  const out = output<T>('take');
  crew(
    ctx,
    [out],
    [
      function* take(me) {
        for (let left = count; left > 0; left--) {
          const r = yield* me.take(source);
          if (!r.ok || isStopped(yield* me.put(out, r.value))) return;
        }
      },
    ],
  );
  return out;
}
