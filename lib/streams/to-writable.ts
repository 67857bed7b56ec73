/** toWritable: a channel as a web WritableStream. */
import type { Sender } from '../ends.ts';
import { MisuseError } from '../kernel/errors.ts';
import { onlyOption } from '../kernel/errors.ts';

/** How `toWritable` ends. */
export interface ToWritableOptions {
  /** The channel stays open when the stream is closed or aborted: others send as well. */
  readonly preventClose?: boolean | undefined;
}

/**
 * A web `WritableStream` whose chunks are sent on a channel. A write is done when the send is; so a slow
 * receiver slows whoever writes and waits for `writer.ready`, as a pipe does. To close the stream
 * closes the channel.
 *
 * To abort it takes back the chunk that is being sent and closes the channel, as a sender does that
 * gives up: channels carry no reason. If somebody else closes the channel, the next write fails with
 * `SendOnClosedError`, and so does the stream.
 *
 * For Node's streams: `Writable.fromWeb(toWritable(channel))`.
 *
 * @throws MisuseError if it is given nothing that can be sent on, or an unknown option.
 *
 * @example
 * ```ts
 * import { Channel } from 'millrace';
 * import { toWritable } from 'millrace/streams';
 *
 * const chunks = new Channel<string>();
 * const source = new Blob(['bytes']).stream().pipeThrough(new TextDecoderStream());
 * const piped = source.pipeTo(toWritable(chunks));
 * for await (const chunk of chunks) console.log(chunk);
 * await piped;
 * // Output:
 * // bytes
 * ```
 */
export function toWritable<T>(channel: Sender<T>, options?: ToWritableOptions): WritableStream<T> {
  if (typeof channel?.send !== 'function')
    throw new MisuseError('toWritable: a channel was expected', channel);
  if (options !== undefined) onlyOption(options, 'preventClose');
  const ends = options?.preventClose !== true;
  return new WritableStream<T>({
    write: (chunk, { signal }) => channel.send(chunk, { signal }),
    close: () => {
      if (ends) channel.close();
    },
    abort: () => {
      if (ends) channel.close();
    },
  });
}
