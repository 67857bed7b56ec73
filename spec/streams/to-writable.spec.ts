import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Channel, MisuseError, SendOnClosedError } from 'millrace';
import { toReadable, toWritable } from 'millrace/streams';
import { expect } from 'chai';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';

describe('toWritable', () => {
  for (const form of forms) {
    it(`sends every chunk, untouched, and closes at the end: ${form.name} form`, async () => {
      const channel = new Channel<unknown>();
      const got: unknown[] = [];
      const reading = form.start(function* () {
        for (;;) {
          const r = yield* wait(() => channel.recv());
          if (!r.ok) return;
          got.push(r.value);
        }
      });
      const values = [1, undefined, null, () => 2, channel];
      const writer = toWritable(channel).getWriter();
      for (const value of values) await writer.write(value);
      await writer.close();
      await reading;
      expect(got).to.deep.equal(values);
    });
  }

  it('is written to inside a generator goroutine as well', async () => {
    const channel = new Channel<number>();
    const writer = toWritable(channel).getWriter();
    let written: Promise<void> | undefined;
    await forms[0]?.start(function* () {
      written = writer.write(1);
      expect((yield* wait(() => channel.recv())).value).to.equal(1);
    });
    await written;
  });

  it('makes who writes wait for who receives', async () => {
    const channel = new Channel<number>(2);
    const writer = toWritable(channel).getWriter();
    const done: number[] = [];
    for (let n = 0; n < 5; n++)
      void writer.write(n).then(
        () => done.push(n),
        () => {},
      );
    await idle();
    expect(done).to.deep.equal([0, 1]);
    expect(writer.desiredSize).to.be.at.most(0);
    expect((await channel.recv()).value).to.equal(0);
    await idle();
    expect(done).to.deep.equal([0, 1, 2]);
    expect(lines(channel)).to.deep.equal([0, 1]);
    void writer.abort();
    writer.closed.catch(() => {});
    await idle();
  });

  it('takes the chunk back that is being sent when it is aborted, and closes', async () => {
    const channel = new Channel<number>(1);
    const writer = toWritable(channel).getWriter();
    const writes = [1, 2, 3].map((n) => writer.write(n).then(() => n, String));
    writer.closed.catch(() => {});
    await idle();
    await writer.abort('enough');
    expect(await Promise.all(writes)).to.deep.equal([1, 'enough', 'enough']);
    const got: number[] = [];
    for await (const n of channel) got.push(n);
    expect(got).to.deep.equal([1]);
  });

  it('fails when somebody else closes the channel', async () => {
    const channel = new Channel<number>();
    const writer = toWritable(channel).getWriter();
    writer.closed.catch(() => {});
    const write = writer.write(1);
    await idle();
    channel.close();
    expect(await failure(write)).to.be.instanceOf(SendOnClosedError);
    expect(await failure(writer.write(2))).to.be.instanceOf(SendOnClosedError);
  });

  it('leaves the channel open with preventClose', async () => {
    const channel = new Channel<number>(3);
    const first = toWritable(channel, { preventClose: true }).getWriter();
    await first.write(1);
    await first.close();
    const second = toWritable(channel, { preventClose: true });
    await second.abort();
    await toReadable(closed(2)).pipeTo(toWritable(channel));
    const got: number[] = [];
    for await (const n of channel) got.push(n);
    expect(got).to.deep.equal([1, 2]);
  });

  it('serves Node’s streams', async () => {
    const channel = new Channel<string>(3);
    await pipeline(
      Readable.from(['a', 'b', 'c']),
      Writable.fromWeb(toWritable(channel) as never, { objectMode: true }),
    );
    const got: string[] = [];
    for await (const word of channel) got.push(word);
    expect(got).to.deep.equal(['a', 'b', 'c']);
  });

  it('refuses what is no channel, and options that are none', () => {
    expect(() => toWritable(undefined as never)).to.throw(MisuseError, 'a channel was expected');
    expect(() => toWritable(new Channel(), { preventCancel: true } as never)).to.throw(
      'unknown option',
    );
  });
});

function closed(n: number): Channel<number> {
  const channel = new Channel<number>(1);
  channel.trySend(n);
  channel.close();
  return channel;
}
