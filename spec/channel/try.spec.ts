import { expect } from 'chai';
import { Channel, go, gosched, select, trySelect } from 'millrace';
import {
  idle,
  inBothForms,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  type Body,
} from './forms.ts';

describe('Channel: trySend and tryRecv', () => {
  leavesNobodyBehind();

  it('say at once that they would wait, and then nothing has changed [CH-43, SEL-24, RS-08]', () => {
    for (const capacity of [0, 1, 3]) {
      const channel = new Channel<number>(capacity);
      expect(channel.tryRecv()).to.equal(undefined);
      for (let i = 0; i < capacity; i++) expect(channel.trySend(i)).to.equal(true);
      expect(channel.trySend(-1)).to.equal(false);
      expect(channel.length).to.equal(capacity);
      expect([channel.receivers.first, channel.senders.first]).to.deep.equal([null, null]);
    }
  });

  inBothForms((form) => {
    for (const capacity of [0, 1]) {
      for (const [name, value] of [
        ['a number', 123],
        ['a string', 'abc'],
        ['a boolean', false],
        ['an object', { x: 1 }],
      ] as const) {
        it(`meet a partner that waits, with ${name} over a capacity of ${capacity} [SEL-24] [T-004]`, async () => {
          const channel = new Channel<unknown>(capacity);
          const receiver = form.start(receiving, channel);
          expect(channel.trySend(value), 'before it has run').to.equal(capacity > 0);
          await idle();
          if (capacity === 0) expect(channel.trySend(value), 'when it waits').to.equal(true);
          expect((await receiver).value).to.equal(value);

          for (let i = 0; i < capacity; i++) channel.trySend(value);
          const sender = form.start(sending, channel, value);
          await idle();
          for (let i = 0; i <= capacity; i++) expect(channel.tryRecv()?.value).to.equal(value);
          expect(channel.tryRecv()).to.equal(undefined);
          await sender;
        });
      }
    }

    it('meet a select that waits [SEL-24]', async () => {
      const channel = new Channel<number>();
      const other = new Channel<number>();
      function* selecting(arm: 'recv' | 'send'): Body<unknown> {
        const arms = arm === 'recv' ? { other, channel } : { other, channel: channel.onSend(7) };
        return yield* on(select(arms));
      }
      const receiver = form.start(selecting, 'recv');
      await idle();
      expect(channel.trySend(5)).to.equal(true);
      expect(await receiver).to.include({ key: 'channel', value: 5 });
      const sender = form.start(selecting, 'send');
      await idle();
      expect(channel.tryRecv()?.value).to.equal(7);
      await sender;
      expect(other.receivers.first).to.equal(null);
    });

    it('never miss a channel that is first full and then closed [CH-43] [T-061]', async () => {
      for (let round = 0; round < 100; round++) {
        const channel = new Channel<number>(1);
        channel.trySend(0);
        function* close(): Body {
          for (let i = 0; i < round % 4; i++) yield* on(gosched());
          channel.close();
          channel.tryRecv();
        }
        function* look(): Body {
          for (let i = 0; i < round % 3; i++) yield* on(gosched());
          expect(channel.tryRecv()).to.not.equal(undefined);
        }
        await Promise.all([form.start(close), form.start(look)]);
      }
    });
  });

  it('are a select of one arm that does not wait; closed is a third answer [SEL-24, RS-08]', () => {
    const channel = new Channel<number>(1);
    expect(trySelect({ channel })).to.equal(undefined);
    expect(trySelect({ send: channel.onSend(1) })).to.deep.equal({
      key: 'send',
      value: undefined,
      ok: true,
    });
    expect(trySelect({ send: channel.onSend(2) })).to.equal(undefined);
    expect(trySelect({ channel })).to.deep.equal({ key: 'channel', value: 1, ok: true });
    channel.close();
    expect(trySelect({ channel })).to.deep.equal({ key: 'channel', value: undefined, ok: false });
  });

  it('let nobody else run [CH-43]', async () => {
    const channel = new Channel<number>(1);
    let ran = false;
    const other = go(async () => {
      ran = true;
    });
    for (let i = 0; i < 1000; i++) {
      channel.trySend(i);
      channel.tryRecv();
    }
    expect(ran).to.equal(false);
    await other;
    expect(ran).to.equal(true);
  });
});
