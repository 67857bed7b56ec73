/** toReadable: a channel as a web ReadableStream. */
import { armOf } from '../bridge/arm-of.ts';
import { Outlet } from '../bridge/outlet.ts';
import type { Receiver } from '../ends.ts';

/**
 * A web `ReadableStream` of what is received from a channel. Nothing is received before somebody reads,
 * and nothing is kept in the stream: so a slow reader slows the senders. It ends when the channel is
 * closed and empty, and fails when a feed fails. Several streams of one channel share its values.
 *
 * To cancel it withdraws the receive and leaves the channel as it is; a value that was received and not
 * read by then goes back to the head of the channel. So does whoever leaves a `for await` over it.
 *
 * Only a read whose reader lets go of the lock stays asked for: its value waits in the stream for the
 * next reader of that.
 *
 * For Node's streams: `Readable.fromWeb(toReadable(channel))`; `Readable.from(channel)` and
 * `pipeline(channel, …)` take a channel as it is.
 *
 * @throws MisuseError if it is given nothing that can be received from.
 *
 * @example
 * ```ts
 * import { Channel, go } from 'millrace';
 * import { toReadable } from 'millrace/streams';
 *
 * const words = new Channel<string>();
 * go(function* () {
 *   for (const word of ['to', 'be']) yield* words.send(word);
 *   words.close();
 * });
 * const bytes = toReadable(words).pipeThrough(new TextEncoderStream());
 * console.log(await new Response(bytes).text()); //=> tobe
 * ```
 */
export function toReadable<T>(channel: Receiver<T>): ReadableStream<T> {
  const arm = armOf(channel, 'toReadable');
  let outlet: Outlet<T> | undefined;
  return new ReadableStream<T>(
    {
      start(controller) {
        outlet = new Outlet<T>(arm, {
          next: (value) => controller.enqueue(value),
          complete: () => controller.close(),
          error: (error) => controller.error(error),
        });
      },
      // Without a queue of its own it pulls exactly while a read waits.
      pull: () => outlet?.request(1),
      cancel: () => outlet?.stop(),
    },
    { highWaterMark: 0 },
  );
}
