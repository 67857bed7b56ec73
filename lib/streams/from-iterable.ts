/** fromIterable: what can be iterated as something to receive from. */
import { Draw } from '../bridge/draw.ts';
import type { Feed } from '../bridge/feed.ts';
import { readOptions, type FeedOptions } from '../bridge/options.ts';
import { MisuseError } from '../kernel/errors.ts';
import { drawFrom } from './draw-from.ts';

/**
 * Gives a receiver of what an iterable gives, be it an async one or a plain one. It is asked for one
 * value at a time: when somebody wants to receive it, or to fill `capacity`. The feed is closed when
 * the iterator is done; when it throws, a receive fails with its error, after what came before.
 *
 * The iterator's `return` is called when the feed is stopped: by `using`, by `[Symbol.dispose]()` or
 * by `signal`; see {@link Feed}. What was asked for by then and comes later can still be received.
 * Values travel untouched: a plain iterable of promises gives promises.
 *
 * @throws MisuseError if it is given nothing that can be iterated. ChannelSizeError for a capacity
 *   that is none.
 *
 * @example
 * ```ts
 * import { after, select } from 'millrace';
 * import { fromIterable } from 'millrace/streams';
 *
 * async function* pages() {
 *   for (const page of ['one', 'two']) yield page;
 * }
 * const feed = fromIterable(pages());
 * for (;;) {
 *   const got = await select({ feed, timeout: after(1000) });
 *   if (!got.ok) break;
 *   console.log(got.value);
 * }
 * // Output:
 * // one
 * // two
 * ```
 */
export function fromIterable<T>(
  iterable: AsyncIterable<T> | Iterable<T>,
  options?: FeedOptions,
): Feed<T> {
  const { capacity = 0, signal } = readOptions(options, []);
  const { [Symbol.asyncIterator]: async, [Symbol.iterator]: plain } = Object(
    iterable,
  ) as AsyncIterable<T> & Iterable<T>;
  const begin = async ?? plain;
  if (typeof begin !== 'function')
    throw new MisuseError('fromIterable: an iterable was expected', iterable);
  const draw = new Draw<T>(capacity, 'fromIterable');
  const iterator = begin.call(iterable) as AsyncIterator<T> | Iterator<T>;
  drawFrom(draw, iterator, () => void iterator.return?.(), signal);
  return draw;
}
