/** merge: several channels as one. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { crew, output, type Work } from './crew.ts';
import { isStopped } from './member.ts';

/**
 * All that is received from the sources, each in its own order; closed when all of them are (Go's
 * fan-in). One value of each source is taken before somebody asks for it.
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
export function merge<T>(ctx: Context, ...sources: readonly Receiver<T>[]): Receiver<T> {
  const out = output<T>('merge');
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
