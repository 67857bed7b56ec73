import { expect } from 'chai';
import { Channel, ChannelSizeError, MisuseError } from 'millrace';
import {
  capacities,
  idle,
  inBothForms,
  leavesNobodyBehind,
  receiving,
  sending,
  waits,
} from './forms.ts';

describe('Channel: making one', () => {
  leavesNobodyBehind();

  it('has no buffer unless a size is given [CH-02]', async () => {
    for (const channel of [new Channel<number>(), new Channel<number>(0)]) {
      expect(channel.trySend(1)).to.equal(false);
      const sent = channel.send(2);
      expect(await waits(sent)).to.equal(true);
      expect(channel.tryRecv()).to.deep.equal({ value: 2, ok: true, done: false });
      await sent;
    }
  });

  it('has one nothing: a size of -0 is 0', () => {
    expect(Object.is(new Channel(-0).capacity, 0)).to.equal(true);
  });

  for (const size of [1, 2, 7, 100]) {
    it(`buffers exactly ${size} values, first in first out [CH-02]`, () => {
      const channel = new Channel<number>(size);
      for (let i = 0; i < size; i++) expect(channel.trySend(i), `send ${i}`).to.equal(true);
      expect(channel.trySend(-1)).to.equal(false);
      for (let i = 0; i < size; i++) expect(channel.tryRecv()?.value).to.equal(i);
      expect(channel.tryRecv()).to.equal(undefined);
      channel.check();
    });
  }

  const bad = [
    NaN,
    -1,
    1.5,
    Infinity,
    -Infinity,
    2 ** 53,
    null,
    '3',
    {},
    [],
    true,
    3n,
  ] as unknown as number[];
  for (const size of bad) {
    it(`refuses a size of ${typeof size} ${String(size)} [CH-03, CH-05] [T-031]`, () => {
      expect(() => new Channel(size))
        .to.throw(ChannelSizeError, /^makechan: size out of range$/)
        .with.property('code', 'MAKECHAN_SIZE_OUT_OF_RANGE');
    });
  }

  it('sets nothing aside for a buffer that nobody fills [CH-04, CH-05]', () => {
    const huge = new Channel<number>(Number.MAX_SAFE_INTEGER);
    expect(huge.capacity).to.equal(Number.MAX_SAFE_INTEGER);
    expect(huge.buffer.slots).to.have.lengthOf.below(100);
    for (let i = 0; i < 1000; i++) expect(huge.trySend(i)).to.equal(true);
    huge.check();
    for (let i = 0; i < 1000; i++) expect(huge.tryRecv()?.value).to.equal(i);
  });

  it('takes a name, and no option that it does not know', () => {
    expect(new Channel(0, { name: 'jobs' }).name).to.equal('jobs');
    expect(new Channel(0).name).to.equal(undefined);
    const unknown = { nmae: 'jobs' } as { name?: string };
    expect(() => new Channel(0, unknown)).to.throw(MisuseError, 'unknown option: nmae');
  });
});

describe('Channel: length and capacity', () => {
  leavesNobodyBehind();

  for (const size of capacities) {
    it(`count the values in a buffer of ${size} [CH-06, CH-07, CH-08] [T-031]`, () => {
      const channel = new Channel<string>(size);
      const seen = [channel.length];
      for (let i = 0; i < size; i++) {
        channel.trySend('x');
        seen.push(channel.length);
      }
      channel.close();
      for (let i = 0; i <= size; i++) {
        expect(channel.length).to.equal(size - i);
        expect(channel.capacity).to.equal(size);
        channel.tryRecv();
      }
      expect(seen).to.deep.equal(Array.from({ length: size + 1 }, (_, i) => i));
      expect(channel).to.include({ length: 0, capacity: size });
    });
  }

  inBothForms((form) => {
    for (const size of [0, 2]) {
      it(`do not count who waits to send, over a capacity of ${size} [CH-06]`, async () => {
        const channel = new Channel<number>(size);
        const senders = Array.from({ length: 5 }, (_, i) => form.start(sending, channel, i));
        await idle();
        expect(channel).to.include({ length: size, capacity: size });
        for (let i = 0; i < 5; i++) expect(channel.tryRecv()?.value).to.equal(i);
        await Promise.all(senders);
      });
    }

    it('stay at 0 while a value goes to a waiting receiver past the buffer [CH-11]', async () => {
      const channel = new Channel<number>(2);
      const receiver = form.start(receiving, channel);
      await idle();
      expect(channel.trySend(7)).to.equal(true);
      expect(channel.length).to.equal(0);
      expect(await receiver).to.include({ value: 7 });
    });
  });

  it('are both 0 for the nil channel, and asking it never waits or throws [CH-06, CH-07, CH-09]', () => {
    const nil = Channel.nil<number>();
    expect(nil).to.include({ length: 0, capacity: 0 });
  });

  it('change nothing and may be asked at any time [CH-09]', async () => {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const second = channel.send(2);
    for (let i = 0; i < 3; i++) expect(channel).to.include({ length: 1, capacity: 1 });
    expect(await channel.recv()).to.include({ value: 1 });
    channel.close();
    expect(channel).to.include({ length: 1, capacity: 1 });
    await second;
  });
});
