import { Readable } from 'node:stream';

import { Channel, go, type Receiver } from 'millrace';
import { fromReadable, toReadable } from 'millrace/streams';

import { expectEqual, timed } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

function web(n: number): ReadableStream<number> {
  let i = 0;
  return new ReadableStream(
    { pull: (controller) => (i === n ? controller.close() : controller.enqueue(i++)) },
    { highWaterMark: 0 },
  );
}

function* numbers(n: number) {
  for (let i = 0; i < n; i++) yield i;
}

function* send(out: Channel<number>, n: number) {
  for (let i = 0; i < n; i++) yield* out.send(i);
  out.close();
}

function sent(n: number): Channel<number> {
  const channel = new Channel<number>();
  go(send, channel, n);
  return channel;
}

function* count(from: Receiver<number>) {
  let got = 0;
  for (let r = yield* from.recv(); r.ok; r = yield* from.recv()) got++;
  return got;
}

async function loop(from: AsyncIterable<unknown>, wanted: number): Promise<void> {
  let got = 0;
  for await (const _ of from) got++;
  expectEqual(got, wanted);
}

/** A stream over a channel, as one writes it by hand. */
function pulled(channel: Channel<number>): ReadableStream<number> {
  return new ReadableStream(
    {
      async pull(controller) {
        const r = await channel.recv();
        if (r.ok) controller.enqueue(r.value);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

const question: Question = {
  name: 'Streams',
  what: 'a value out of a stream, or from a channel into one, beside the platform alone',
  group: 'speed',
  sides: {
    web: timed((n) => loop(web(n), n)),
    'from-web': timed(async (n) => expectEqual(await go(count, fromReadable(web(n))), n)),
    node: timed((n) => loop(Readable.from(numbers(n)), n)),
    'from-node': timed(async (n) =>
      expectEqual(await go(count, fromReadable(Readable.from(numbers(n)))), n),
    ),
    'by-hand': timed((n) => loop(pulled(sent(n)), n)),
    'to-web': timed((n) => loop(toReadable(sent(n)), n)),
  },
  bounds: [
    { side: 'from-web', unit: 'ns/op', over: 'web', atMost: 2 },
    { side: 'from-node', unit: 'ns/op', over: 'node', atMost: 1.2 },
    { side: 'to-web', unit: 'ns/op', over: 'by-hand', atMost: 1 },
  ],
};
export default question;
