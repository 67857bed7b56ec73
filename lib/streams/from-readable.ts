/** fromReadable: a stream as something to receive from. */
import { Draw } from '../bridge/draw.ts';
import type { Feed } from '../bridge/feed.ts';
import { readOptions, type FeedOptions } from '../bridge/options.ts';
import { MisuseError } from '../kernel/errors.ts';
import type { Signal } from '../kernel/abort.ts';
import { drawFrom } from './draw-from.ts';
import { whenReadable, type Idle } from './when-readable.ts';

/** How `fromReadable` reads. */
export interface FromReadableOptions extends FeedOptions {
  /** Whoever stops the feed lets go of the stream and does not cancel it: somebody else may read on. */
  readonly preventCancel?: boolean | undefined;
}

/** As much of Node's Readable as is needed to read it; any async iterable will do. */
export interface NodeReadable<T> extends AsyncIterable<T> {
  /** Ends it; called when the feed is stopped. */
  destroy?(error?: Error): unknown;
  /** Its iterator, which may leave it alive. */
  iterator?(options: { destroyOnReturn: boolean }): AsyncIterator<T>;
  /** Adds a listener. */
  on?(name: 'error', listener: () => void): unknown;
  /** Takes it away. */
  off?(name: 'error', listener: () => void): unknown;
}

/**
 * Gives a receiver of the chunks of a stream: a web `ReadableStream`, which is locked meanwhile, or
 * Node's `Readable`. A chunk is read when somebody wants to receive it, or to fill `capacity`, so a
 * slow reader slows the stream. The feed is closed when the stream ends; when that fails, a receive
 * fails with its error, after what was read before. What a stream drops when it fails nobody gets.
 *
 * Who stops the feed, by `using`, `[Symbol.dispose]()` or `signal`, cancels the stream (Node's is
 * destroyed), or with `preventCancel` only lets go of it; see {@link Feed}. A chunk that was read by
 * then can still be received.
 *
 * @throws TypeError, the platform's own, if the stream is locked. MisuseError if it is no stream.
 *   ChannelSizeError for a capacity that is none.
 *
 * @example
 * ```ts
 * import { fromReadable } from 'millrace/streams';
 *
 * const lines = new Blob(['a\nb\n']).stream().pipeThrough(new TextDecoderStream());
 * for await (const text of fromReadable(lines)) console.log(text.split('\n'));
 * // Output:
 * // [ 'a', 'b', '' ]
 * ```
 */
export function fromReadable<T>(
  stream: ReadableStream<T> | NodeReadable<T>,
  options?: FromReadableOptions,
): Feed<T> {
  const { capacity = 0, signal, preventCancel = false } = readOptions(options, ['preventCancel']);
  const draw = new Draw<T>(capacity, 'fromReadable');
  if (typeof (stream as ReadableStream<T>)?.getReader === 'function') {
    readWeb(draw, (stream as ReadableStream<T>).getReader(), preventCancel, signal);
  } else if (typeof (stream as NodeReadable<T>)?.[Symbol.asyncIterator] === 'function') {
    readNode(draw, stream as NodeReadable<T>, preventCancel, signal);
  } else {
    throw new MisuseError('fromReadable: a stream was expected', stream);
  }
  return draw;
}

function readWeb<T>(
  draw: Draw<T>,
  reader: ReadableStreamDefaultReader<T>,
  preventCancel: boolean,
  signal: Signal | undefined,
): void {
  const fetch = (): void => {
    reader.read().then(
      ({ done, value }) => {
        if (!done) return draw.arrive(value);
        if (!draw.isOpen) return;
        draw.end();
        reader.releaseLock();
      },
      (error: unknown) => {
        if (!draw.isOpen) return;
        draw.fail(error);
        reader.releaseLock();
      },
    );
  };
  const stop = (reason: unknown): void => {
    if (preventCancel) reader.releaseLock();
    else void cancel(reader, reason);
  };
  draw.draw(fetch, stop, signal);
}

/** Who stops a stream that has failed is not told; but a source that fails to stop is heard of. */
async function cancel(reader: ReadableStreamDefaultReader, reason: unknown): Promise<void> {
  try {
    await reader.cancel(reason);
  } catch (error) {
    const hadFailed = await reader.closed.then(
      () => false,
      () => true,
    );
    if (!hadFailed) throw error;
  } finally {
    reader.releaseLock();
  }
}

function readNode<T>(
  draw: Draw<T>,
  stream: NodeReadable<T>,
  preventCancel: boolean,
  signal: Signal | undefined,
): void {
  const stays = preventCancel ? stream.iterator?.({ destroyOnReturn: false }) : undefined;
  const iterator = stays ?? stream[Symbol.asyncIterator]();
  // Until it is read for the first time nobody else would hear of an error, and the process die.
  stream.on?.('error', ignore);
  let giveUp = (): void => {};
  const wait = (then: () => void): void => {
    giveUp = whenReadable(stream as unknown as Idle, then);
  };
  const stop = (): void => {
    // An iterator that waits for a chunk would return only after that.
    if (!preventCancel && stream.destroy !== undefined) {
      stream.destroy();
      return;
    }
    giveUp();
    if (preventCancel) stream.off?.('error', ignore);
    void iterator.return?.();
  };
  drawFrom(draw, iterator, stop, signal, stays === undefined ? undefined : wait);
}

function ignore(): void {}
