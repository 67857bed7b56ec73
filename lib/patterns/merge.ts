/** merge: several channels as one. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output, type Work } from './crew.ts';
import { isStopped } from './member.ts';

/**
 * All that is received from the sources, each in its own order; closed when all of them are (Go's
 * fan-in). Sources of different types give their union. One value of each is taken before somebody asks
 * for it.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { merge } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const all: number[] = [];
 * for await (const n of merge(background(), fromIterable([1, 2]), fromIterable([3]))) all.push(n);
 * console.log(all.sort()); //=> [ 1, 2, 3 ]
 * ```
 */
export function merge<T extends readonly unknown[]>(
  ctx: Context,
  ...sources: { readonly [K in keyof T]: Receiver<T[K]> }
): Receiver<T[number]> {
  const out = output<T[number]>('merge');
  const works = sources.map(
    (source): Work =>
      function* merge(me) {
        for (let r = yield* me.take(source); r.ok; r = yield* me.take(source))
          if (isStopped(yield* me.put(out, r.value))) return;
      },
  );
  crew(ctx, [out], works);
  return out;
}
