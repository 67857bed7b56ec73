import { expect } from 'chai';
import { Channel, go, type Op, type Received } from 'millrace';
import {
  capacities,
  idle,
  inBothForms,
  inLine,
  leavesNobodyBehind,
  on,
  waits,
  type Body,
} from './forms.ts';

describe('Channel: range', () => {
  leavesNobodyBehind();

  for (const capacity of capacities) {
    describe(`over a capacity of ${capacity}`, () => {
      it('receives until it is closed and empty; no value ends it [CH-46] [T-033]', async () => {
        const values = [0, undefined, null, NaN, false, '', 'x'];
        const channel = new Channel<unknown>(capacity);
        go(async () => {
          for (const value of values) await channel.send(value);
          channel.close();
        });
        const got: unknown[] = [];
        for await (const value of channel) got.push(value);
        expect(got).to.deep.equal(values);
        for await (const value of channel) expect.fail(`then ${String(value)}`);
      });

      it('leaves the channel as it is when the loop is left [CH-49] [peers: channels 8]', async () => {
        const leaving = [
          async (channel: Channel<number>) => {
            for await (const value of channel) if (value === 1) break;
          },
          async (channel: Channel<number>) => {
            for await (const value of channel) if (value === 1) return;
          },
          async (channel: Channel<number>) => {
            try {
              for await (const value of channel) if (value === 1) throw new Error('left');
            } catch (error) {
              expect(error).to.have.property('message', 'left');
            }
          },
        ];
        for (const leave of leaving) {
          const channel = new Channel<number>(capacity);
          const sender = go(async () => {
            for (let i = 0; i < 6; i++) await channel.send(i);
          });
          await leave(channel);
          expect(channel.receivers.first).to.equal(null);
          const rest: number[] = [];
          for await (const value of channel) {
            rest.push(value);
            if (value === 5) break;
          }
          await sender;
          expect(rest).to.deep.equal([2, 3, 4, 5]);
          const another = channel.send(6);
          expect(await channel.recv()).to.include({ value: 6, ok: true });
          await another;
        }
      });
    });
  }

  it('reads the channel expression once [CH-46] [T-033]', async () => {
    const full = new Channel<number>(3);
    for (let i = 0; i < 3; i++) full.trySend(i);
    full.close();
    let reads = 0;
    const holder = {
      get channel() {
        reads++;
        return full;
      },
    };
    let count = 0;
    for await (const value of holder.channel) count += value;
    expect([reads, count]).to.deep.equal([1, 3]);
  });

  it('waits for ever over the nil channel, until it is left [CH-47]', async () => {
    const iterator = Channel.nil<number>()[Symbol.asyncIterator]();
    const next = iterator.next() as Op<IteratorResult<number>>;
    expect(await waits(next)).to.equal(true);
    await iterator.return?.();
    expect(await waits(next), 'after return()').to.equal(false);
  });

  it('has a variable of its own for each value [CH-48]', async () => {
    const channel = new Channel<number>(3);
    for (let i = 0; i < 3; i++) channel.trySend(i);
    channel.close();
    const captured: (() => number)[] = [];
    for await (const value of channel) captured.push(() => value);
    expect(captured.map((read) => read())).to.deep.equal([0, 1, 2]);
  });

  it('shares the values among several loops, each at one of them [CH-46, CH-49]', async () => {
    const channel = new Channel<number>(2);
    const got: number[] = [];
    const loop = async (most: number): Promise<void> => {
      for await (const value of channel) {
        got.push(value);
        if (--most === 0) break;
      }
    };
    const loops = [loop(3), loop(5), loop(Infinity)];
    for (let i = 0; i < 30; i++) await channel.send(i);
    channel.close();
    await Promise.all(loops);
    expect(got.toSorted((a, b) => a - b)).to.deep.equal(Array.from({ length: 30 }, (_, i) => i));
  });

  it('gives promises as they are [CH-20] [peers: channels 4]', async () => {
    const channel = new Channel<Promise<number>>(1);
    const promise = Promise.resolve(1);
    channel.trySend(promise);
    for await (const value of channel) {
      expect(value).to.equal(promise);
      break;
    }
  });
});

describe('Channel: its iterator', () => {
  leavesNobodyBehind();
  const CLOSED = { value: undefined, ok: false, done: true };

  it('is its own iterable; next is recv [CH-46]', async () => {
    const channel = new Channel<number>(1);
    const iterator = channel[Symbol.asyncIterator]();
    expect(iterator[Symbol.asyncIterator]()).to.equal(iterator);
    channel.trySend(1);
    expect(await iterator.next()).to.deep.equal({ value: 1, ok: true, done: false });
    channel.close();
    expect(await iterator.next()).to.deep.equal(CLOSED);
  });

  it('after return takes nothing more, and may be returned again [CH-49]', async () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    const iterator = channel[Symbol.asyncIterator]();
    expect(await iterator.return?.()).to.deep.equal(CLOSED);
    expect(await iterator.next()).to.deep.equal(CLOSED);
    expect(await iterator.return?.()).to.deep.equal(CLOSED);
    expect(channel.length).to.equal(1);
  });

  it('ends pending nexts on return, without taking a value for them [CH-49] [peers: channels 8]', async () => {
    const channel = new Channel<number>();
    const iterator = channel[Symbol.asyncIterator]();
    const before = channel.recv();
    const pending = [iterator.next(), iterator.next()];
    const after = channel.recv();
    await iterator.return?.();
    expect(await Promise.all(pending)).to.deep.equal([CLOSED, CLOSED]);
    expect(inLine(channel.receivers)).to.equal(2);
    channel.check();
    await channel.send(1);
    await channel.send(2);
    expect([(await before).value, (await after).value]).to.deep.equal([1, 2]);
  });

  it('gives a value that it took at the end of a slice, and gives later [CH-49]', async () => {
    const channel = new Channel<number>(4);
    for (let i = 0; i < 4; i++) channel.trySend(i);
    // Long enough to use up the slice: then next() has taken its value, but says so later.
    const busy = new Channel<number>(1);
    const taken = await go(function* () {
      const iterator = channel[Symbol.asyncIterator]();
      const start = performance.now();
      while (performance.now() - start < 12) {
        void busy.send(0);
        busy.tryRecv();
      }
      const next = iterator.next() as Op<Received<number>>;
      void iterator.return?.();
      return yield* next;
    });
    const left = [];
    for (let got = channel.tryRecv(); got !== undefined; got = channel.tryRecv()) {
      left.push(got.value);
    }
    expect(taken.ok ? [taken.value, ...left] : left).to.deep.equal([0, 1, 2, 3]);
  });

  inBothForms((form) => {
    it('gives a value that had arrived before return [CH-49]', async () => {
      const channel = new Channel<number>();
      function* body(): Body<unknown[]> {
        const iterator = channel[Symbol.asyncIterator]();
        const pending = [iterator.next(), iterator.next()] as Op<Received<number>>[];
        expect(channel.trySend(1)).to.equal(true);
        void iterator.return?.();
        const got: unknown[] = [];
        for (const op of pending) got.push(yield* on(op));
        return got;
      }
      expect(await form.start(body)).to.deep.equal([{ value: 1, ok: true, done: false }, CLOSED]);
    });

    it('leaves a loop over the nil channel when it is told to [CH-47] [peers: channels 8]', async () => {
      const iterator = Channel.nil<number>()[Symbol.asyncIterator]();
      const waiting = form.start(function* () {
        return yield iterator.next() as Op<unknown>;
      });
      await idle();
      await iterator.return?.();
      expect(await waits(waiting)).to.equal(false);
    });
  });
});
