/** batch: values in lists, by number and by time. */
import { after } from '../after.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError, onlyOption } from '../kernel/errors.ts';
import type { Routine } from '../kernel/op.ts';
import { select } from '../select.ts';
import { crew, output, put, take } from './crew.ts';

/** When a list is full. */
export interface BatchOptions {
  /** With so many values. */
  readonly size: number;
  /** So many milliseconds after its first value came, if it is not full before. */
  readonly within?: number | undefined;
}

/**
 * The values in lists of `size`, in order; a list that is not full goes on its way `within` so many
 * milliseconds, and the last one when the source ends or fails. None is empty. What is in an unfinished
 * list when the context is over is dropped.
 *
 * @throws MisuseError if `size` is no whole number from 1 up, `within` is no number, or there is
 *   an option that nobody reads.
 *
 * @example
 * ```ts
 * import { background } from 'millrace/context';
 * import { batch } from 'millrace/patterns';
 * import { fromIterable } from 'millrace/streams';
 *
 * const lists = batch(background(), fromIterable([1, 2, 3, 4, 5]), { size: 2, within: 1000 });
 * for await (const list of lists) console.log(list);
 * // Output:
 * // [ 1, 2 ]
 * // [ 3, 4 ]
 * // [ 5 ]
 * ```
 */
export function batch<T>(ctx: Context, source: Receiver<T>, options: BatchOptions): Receiver<T[]> {
  const { size, within, ...others } = (options ?? {}) as BatchOptions;
  onlyOption(others, '');
  if (!Number.isSafeInteger(size) || size < 1)
    throw new MisuseError('batch: size: a whole number from 1 up was expected', size);
  if (within !== undefined && (typeof within !== 'number' || Number.isNaN(within)))
    throw new MisuseError('batch: within: a number of milliseconds was expected', within);
  const out = output<T[]>('batch');
  crew(
    ctx,
    [out],
    [
      function* batch(ctx) {
        for (;;) {
          const first = yield* take(ctx, source);
          if (first?.ok !== true) return;
          const list = [first.value];
          let end: End;
          try {
            end = yield* fill(ctx, source, list, size, within);
          } catch (error) {
            yield* put(ctx, out, list);
            throw error;
          }
          if (end === 'done' || !(yield* put(ctx, out, list)) || end === 'source') return;
        }
      },
    ],
  );
  return out;
}

/** What a list ended by: the context, the source's end, or because it is full or late. */
type End = 'done' | 'source' | 'full';

function* fill<T>(
  ctx: Context,
  source: Receiver<T>,
  list: T[],
  size: number,
  within: number | undefined,
): Routine<End> {
  const overdue = within === undefined ? null : after(within);
  const done = ctx.done();
  while (list.length < size && ctx.err() === undefined) {
    const got = yield* select({ done, source, overdue });
    if (got.key === 'done') return 'done';
    if (got.key === 'overdue') return 'full';
    if (!got.ok) return 'source';
    list.push(got.value as T);
  }
  return 'full';
}
