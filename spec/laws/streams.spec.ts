/** Streams and iterators: whoever gives up at whatever moment loses nothing and leaves nothing. */
import { Channel, go, gosched, select } from 'millrace';
import { fromIterable, fromReadable, toReadable } from 'millrace/streams';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Draw } from '../../lib/bridge/draw.ts';
import { lines } from '../goroutine/lines.ts';
import { idle } from '../goroutine/script.ts';
import { law } from './support/law.ts';

const pauses = fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 });
const many = fc.integer({ min: 0, max: 25 });

function* send(channel: Channel<number>, count: number, pausing: number[]) {
  for (let n = 0; n < count; n++) {
    yield* channel.send(n);
    for (let i = pausing[n % pausing.length] ?? 0; i > 0; i--) yield* gosched();
  }
  channel.close();
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

async function ticks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await null;
}

describe('Law: a stream of a channel', () => {
  const visits = fc.array(
    fc.record({
      ticks: fc.nat({ max: 12 }),
      reads: fc.nat({ max: 4 }),
      how: fc.constantFrom('cancel', 'feed', 'let go'),
    }),
    { maxLength: 5 },
  );

  it('that is cancelled, or let go of, at any moment takes exactly what is read', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      many,
      pauses,
      visits,
      async (capacity, count, pausing, all) => {
        const channel = new Channel<number>(capacity);
        const got: number[] = [];
        const sender = go(send, channel, count, pausing);
        for (const visit of all) {
          const stream = toReadable(channel);
          if (visit.how === 'cancel') {
            const reader = stream.getReader();
            const reads = Array.from({ length: visit.reads }, () => reader.read());
            await ticks(visit.ticks);
            await reader.cancel();
            for (const { done, value } of await Promise.all(reads)) if (!done) got.push(value);
          } else {
            const feed = fromReadable(stream, { preventCancel: visit.how === 'let go' });
            const ops = Array.from({ length: visit.reads }, () => feed.recv());
            await ticks(visit.ticks);
            feed[Symbol.dispose]();
            for (const r of await Promise.all(ops)) if (r.ok) got.push(r.value);
            await idle();
            for (let r = feed.tryRecv(); r?.ok === true; r = feed.tryRecv()) got.push(r.value);
            expect(stream.locked).to.equal(false);
            // A read that was let go of stays asked for: what it gets, the next reader is given.
            const next = stream.getReader();
            const last = next.read();
            await next.cancel();
            const { done, value } = await last;
            if (!done) got.push(value);
          }
          expect(lines(channel)[0], 'no receiver is left').to.equal(0);
        }
        for await (const n of channel) got.push(n);
        await sender;
        expect(got).to.deep.equal(numbersTo(count));
        channel.check();
      },
    );
    await law(property, { weight: 3 });
  });
});

describe('Law: a feed of an iterator', () => {
  const how = fc.constantFrom('recv', 'look', 'abort', 'lose', 'loop');

  it('gives each value once and in order, and is never far ahead, whoever gives up', async () => {
    const property = fc.asyncProperty(
      fc.nat({ max: 3 }),
      many,
      pauses,
      fc.array(how, { maxLength: 20 }),
      fc.boolean(),
      async (capacity, count, pausing, all, isAsync) => {
        let asked = 0;
        async function* slow(): AsyncGenerator<number> {
          for (; asked < count;) {
            await ticks(pausing[asked % pausing.length] ?? 0);
            yield asked++;
          }
        }
        function* quick(): Generator<number> {
          while (asked < count) yield asked++;
        }
        const feed = fromIterable(isAsync ? slow() : quick(), { capacity });
        const got: number[] = [];
        const note = (r: { ok: boolean; value?: unknown } | undefined): void => {
          if (r?.ok === true) got.push(r.value as number);
        };
        for (const one of all) {
          if (one === 'recv') note(await feed.recv());
          if (one === 'look') note(feed.tryRecv());
          if (one === 'abort') {
            const controller = new AbortController();
            const op = feed.recv({ signal: controller.signal }).then(note, () => {});
            await ticks(pausing[0] ?? 0);
            controller.abort();
            await op;
          }
          if (one === 'lose') {
            const other = new Channel<number>(1);
            const op = select({ feed, other });
            other.trySend(0);
            const r = await op;
            if (r.key === 'feed') note(r);
          }
          if (one === 'loop') {
            for await (const n of feed) {
              got.push(n);
              break;
            }
          }
          (feed as Draw<number>).check();
          expect(asked - got.length, 'ahead').to.be.at.most(capacity + 1);
        }
        for await (const n of feed) got.push(n);
        expect(got).to.deep.equal(numbersTo(count));
      },
    );
    await law(property, { weight: 3 });
  });
});
