import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Channel, go, MisuseError } from 'millrace';
import { fromIterable, fromReadable, toReadable, type Feed } from 'millrace/streams';
import { expect } from 'chai';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { CountingController } from '../support/counting-signal.ts';

const boom = new Error('boom');

/** A stream of numbers that are made when they are asked for. */
function numbers(many: number, end?: unknown): { stream: ReadableStream<number>; log: unknown[] } {
  const log: unknown[] = [];
  let n = 0;
  const stream = new ReadableStream<number>(
    {
      pull(controller) {
        if (n < many) {
          log.push(n);
          controller.enqueue(n++);
        } else if (end === undefined) controller.close();
        else controller.error(end);
      },
      cancel: (reason) => void log.push(['cancel', reason]),
    },
    { highWaterMark: 0 },
  );
  return { stream, log };
}

async function all<T>(feed: AsyncIterable<T>): Promise<unknown[]> {
  const list: unknown[] = [];
  try {
    for await (const value of feed) list.push(value);
  } catch (error) {
    list.push(error);
  }
  return list;
}

describe('fromReadable', () => {
  const kinds: [string, (many: number, end?: unknown) => Feed<number>][] = [
    ['a web stream', (many, end) => fromReadable(numbers(many, end).stream)],
    ["Node's stream", (many, end) => fromReadable(nodeStream(many, end))],
  ];
  for (const [kind, make] of kinds) {
    it(`gives chunks and the end of ${kind}`, async () => {
      expect(await all(make(4))).to.deep.equal([0, 1, 2, 3]);
      expect(await all(make(0))).to.deep.equal([]);
    });

    it(`gives the error of ${kind} after what came before`, async () => {
      expect(await all(make(2, boom))).to.deep.equal([0, 1, boom]);
      const feed = make(0, boom);
      expect(await failure(feed.recv())).to.equal(boom);
      expect(await failure(feed.recv())).to.equal(boom);
    });

    it(`reads nothing ahead of ${kind}, and survives an error nobody reads`, async () => {
      make(0, boom);
      await idle();
    });
  }

  it('locks a web stream: the second reader gets the platform’s error', async () => {
    const { stream } = numbers(3);
    const feed = fromReadable(stream);
    expect(stream.locked).to.equal(true);
    expect(() => fromReadable(stream)).to.throw(TypeError, /locked/);
    expect(() => stream.getReader()).to.throw(TypeError, /locked/);
    expect(await all(feed)).to.deep.equal([0, 1, 2]);
    expect(stream.locked, 'at the end').to.equal(false);
  });

  it('lets go of a web stream that has failed', async () => {
    const { stream } = numbers(0, boom);
    expect(await all(fromReadable(stream))).to.deep.equal([boom]);
    expect(stream.locked).to.equal(false);
  });

  it('reads when somebody asks, or to fill its capacity', async () => {
    const { stream, log } = numbers(9);
    const feed = fromReadable(stream);
    await idle();
    expect(log).to.deep.equal([]);
    await feed.recv();
    await idle();
    expect(log).to.deep.equal([0]);
    const ahead = numbers(9);
    fromReadable(ahead.stream, { capacity: 2 });
    await idle();
    expect(ahead.log).to.deep.equal([0, 1]);
  });

  it('cancels the stream when it is stopped, with the reason of its signal', async () => {
    const { stream, log } = numbers(9);
    const feed = fromReadable(stream, { capacity: 1 });
    await idle();
    feed[Symbol.dispose]();
    await idle();
    expect(log).to.deep.equal([0, ['cancel', undefined]]);
    expect(stream.locked).to.equal(false);
    expect(await all(feed)).to.deep.equal([0]);

    const controller = new CountingController();
    const other = numbers(9);
    const aborted = fromReadable(other.stream, { signal: controller.signal });
    const waiting = aborted.recv();
    controller.abort('enough');
    expect(await failure(waiting)).to.equal('enough');
    await idle();
    expect(other.log.at(-1)).to.deep.equal(['cancel', 'enough']);
    expect([controller.listeners, other.stream.locked]).to.deep.equal([0, false]);
    const late = numbers(9);
    const none = fromReadable(late.stream, { signal: controller.signal });
    expect(await failure(none.recv())).to.equal('enough');
    await idle();
    expect([late.log, late.stream.locked]).to.deep.equal([[['cancel', 'enough']], false]);
  });

  it('only lets go of it with preventCancel; between them all is read', async () => {
    const { stream, log } = numbers(5);
    const feed = fromReadable(stream, { preventCancel: true });
    expect((await feed.recv()).value).to.equal(0);
    feed[Symbol.dispose]();
    expect(stream.locked).to.equal(false);
    // In the middle of a read, too.
    const second = fromReadable(stream, { preventCancel: true });
    const waiting = second.recv();
    second[Symbol.dispose]();
    expect((await waiting).ok).to.equal(false);
    await idle();
    const kept = await all(second);
    expect([...kept, ...(await all(fromReadable(stream)))]).to.deep.equal([1, 2, 3, 4]);
    expect(log).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('is silent about a stream that failed when it is stopped', async () => {
    let fail: (error: unknown) => void = () => {};
    const stream = new ReadableStream({
      start: (controller) => void (fail = (e) => controller.error(e)),
    });
    const feed = fromReadable(stream);
    fail(boom);
    feed[Symbol.dispose]();
    await idle();
    expect(stream.locked).to.equal(false);
  });

  it('destroys Node’s stream when it is stopped, even while it waits', async () => {
    const stream = new PassThrough();
    const feed = fromReadable<Uint8Array>(stream);
    const waiting = feed.recv();
    await idle();
    feed[Symbol.dispose]();
    expect((await waiting).ok).to.equal(false);
    await idle();
    expect(stream.destroyed).to.equal(true);
  });

  it('leaves Node’s stream alone with preventCancel', async () => {
    const stream = nodeStream(5);
    const feed = fromReadable(stream, { preventCancel: true });
    expect((await feed.recv()).value).to.equal(0);
    feed[Symbol.dispose]();
    await idle();
    expect(stream.destroyed).to.equal(false);
    expect(await all(fromReadable(stream))).to.deep.equal([1, 2, 3, 4]);
  });

  it('leaves nothing on Node’s stream with preventCancel, and no chunk for who has left', async () => {
    const stream = new PassThrough({ objectMode: true });
    for (const chunk of [1, 2, 3]) {
      const feed = fromReadable<number>(stream, { preventCancel: true });
      const waiting = feed.recv();
      await idle();
      feed[Symbol.dispose]();
      expect((await waiting).ok).to.equal(false);
      await idle();
      expect(['readable', 'error'].map((name) => stream.listenerCount(name))).to.deep.equal([0, 0]);
      const next = fromReadable<number>(stream, { preventCancel: true });
      const received = next.recv();
      await idle();
      stream.write(chunk);
      expect((await received).value).to.equal(chunk);
      next[Symbol.dispose]();
      expect(await all(feed)).to.deep.equal([]);
    }
    stream.end(4);
    expect(await all(fromReadable(stream, { preventCancel: true }))).to.deep.equal([4]);
  });

  it('reads a stream of Node’s that reads nothing ahead by itself', async () => {
    for (const preventCancel of [false, true])
      for (const later of [false, true]) {
        let n = 0;
        const stream = new Readable({
          objectMode: true,
          highWaterMark: 0,
          read() {
            const push = (): void => void this.push(n < 3 ? n++ : null);
            if (later) setImmediate(push);
            else push();
          },
        });
        const feed = fromReadable<number>(stream, { preventCancel });
        const got: unknown[] = [];
        // A read that nobody would ever ask the stream for waits for ever.
        void all(feed).then((list) => got.push(...list, 'end'));
        for (let turns = 0; turns < 20; turns++) await idle();
        expect(got, `${preventCancel} ${later}`).to.deep.equal([0, 1, 2, 'end']);
      }
  });

  it('gives how Node’s stream ends with preventCancel as without', async () => {
    for (const end of [
      (stream: PassThrough) => stream.end(),
      (stream: PassThrough) => stream.destroy(boom),
      (stream: PassThrough) => stream.destroy(),
    ])
      for (const early of [true, false]) {
        const outcomes = [];
        for (const preventCancel of [true, false]) {
          const stream = new PassThrough();
          const feed = fromReadable<Uint8Array>(stream, { preventCancel });
          const outcome = () =>
            feed.recv().then(
              (r) => r.ok,
              (error: { code?: string }) => error.code ?? error,
            );
          const waiting = early ? undefined : outcome();
          await idle();
          end(stream);
          await idle();
          outcomes.push(await (waiting ?? outcome()));
        }
        expect(outcomes[0]).to.equal(outcomes[1]);
      }
  });

  it('refuses what is no stream', () => {
    for (const bad of [undefined, null, 5, {}, [1]]) {
      expect(() => fromReadable(bad as never)).to.throw(MisuseError, 'a stream was expected');
    }
    const { stream } = numbers(1);
    expect(() => fromReadable(stream, { preventClose: true } as never)).to.throw('unknown option');
    expect(stream.locked).to.equal(false);
  });
});

describe('toReadable', () => {
  for (const form of forms) {
    it(`gives what is sent, and ends when the channel is closed: ${form.name} form`, async () => {
      const channel = new Channel<unknown>();
      const values = [1, undefined, null, Number.NaN, () => 3, channel];
      form.start(function* () {
        for (const value of values) yield* wait(() => channel.send(value));
        channel.close();
      });
      expect(await all(toReadable(channel))).to.deep.equal(values);
    });
  }

  it('receives only for who reads', async () => {
    const channel = new Channel<number>();
    const reader = toReadable(channel).getReader();
    await idle();
    expect(channel.trySend(0)).to.equal(false);
    const reads = [reader.read(), reader.read()];
    await idle();
    expect(channel.trySend(1)).to.equal(true);
    await idle();
    expect(channel.trySend(2)).to.equal(true);
    await idle();
    expect(channel.trySend(3)).to.equal(false);
    expect((await Promise.all(reads)).map((r) => r.value)).to.deep.equal([1, 2]);
  });

  it('takes nothing when it is cancelled, at whatever moment', async () => {
    const channel = new Channel<number>(2);
    const reader = toReadable(channel).getReader();
    const read = reader.read();
    await idle();
    expect(lines(channel)).to.deep.equal([1, 0]);
    // The value is on its way to the stream.
    channel.trySend(1);
    channel.trySend(2);
    await reader.cancel();
    expect(await read).to.deep.equal({ done: true, value: undefined });
    expect([channel.tryRecv()?.value, channel.tryRecv()?.value]).to.deep.equal([1, 2]);
    expect(lines(channel)).to.deep.equal([0, 0]);
    channel.check();
  });

  it('leaves the rest to the next one when a loop over it is left', async () => {
    const channel = new Channel<number>(5);
    for (let n = 0; n < 5; n++) channel.trySend(n);
    for await (const n of toReadable(channel)) if (n === 1) break;
    channel.close();
    expect(await all(channel)).to.deep.equal([2, 3, 4]);
  });

  it('shares the channel with other streams, and with its own branches', async () => {
    const channel = new Channel<number>(4);
    for (let n = 0; n < 4; n++) channel.trySend(n);
    channel.close();
    const [one, two] = toReadable(channel).tee();
    const lists = await Promise.all([all(one), all(two)]);
    expect(lists).to.deep.equal([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('fails as a feed fails', async () => {
    expect(await all(toReadable(fromIterable(failing())))).to.deep.equal([1, boom]);
  });

  it('goes through a pipe and back', async () => {
    const channel = new Channel<number>();
    go(function* () {
      for (let n = 0; n < 100; n++) yield* channel.send(n);
      channel.close();
    });
    const doubled = toReadable(channel).pipeThrough(
      new TransformStream<number, number>({ transform: (n, to) => to.enqueue(2 * n) }),
    );
    expect(await all(fromReadable(doubled))).to.deep.equal(
      Array.from({ length: 100 }, (_, n) => 2 * n),
    );
  });

  it('serves Node’s streams, as the channel itself does', async () => {
    const fill = (): Channel<string> => {
      const channel = new Channel<string>(3);
      for (const word of ['a', 'b', 'c']) channel.trySend(word);
      channel.close();
      return channel;
    };
    const sink = new PassThrough();
    await pipeline(fill(), sink);
    expect((await sink.toArray()).join('')).to.equal('abc');
    const web = Readable.fromWeb(toReadable(fill()) as never);
    expect((await web.toArray()).join('')).to.equal('abc');
    expect((await Readable.from(fill()).toArray()).join('')).to.equal('abc');
  });

  it('refuses what is no channel', () => {
    expect(() => toReadable({} as never)).to.throw(MisuseError, 'a channel was expected');
  });
});

function* failing(): Generator<number> {
  yield 1;
  throw boom;
}

/** Node's stream of numbers. */
function nodeStream(many: number, end?: unknown): Readable {
  let n = 0;
  return new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      if (n < many) this.push(n++);
      else if (end === undefined) this.push(null);
      else this.destroy(end as Error);
    },
  });
}
