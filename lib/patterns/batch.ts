/** batch: values in lists, by number and by time. */
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { MisuseError, onlyOption } from '../kernel/errors.ts';
import type { Routine } from '../kernel/op.ts';
import { crew, output } from './crew.ts';
import { Limit } from './limit.ts';
import { isStopped, type Member } from './member.ts';

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
      function* batch(me) {
        for (;;) {
          const first = yield* me.take(source);
          if (!first.ok) return;
          const list = [first.value];
          let ended: boolean;
          try {
            ended = yield* fill(me, source, list, size, within);
          } catch (error) {
            yield* me.put(out, list);
            throw error;
          }
          if (isStopped(yield* me.put(out, list)) || ended) return;
        }
      },
    ],
  );
  return out;
}

/** Says whether the source has ended, or the context: else the list is full, or late. */
function* fill<T>(
  me: Member,
  source: Receiver<T>,
  list: T[],
  size: number,
  within: number | undefined,
): Routine<boolean> {
  if (list.length >= size) return false;
  const limit = within === undefined ? null : new Limit(me, within);
  try {
    while (list.length < size) {
      const got = yield* me.take(source, limit);
      if (!got.ok) return limit?.isOver !== true;
      list.push(got.value);
    }
    return false;
  } finally {
    limit?.stop();
  }
}
