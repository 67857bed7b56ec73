import { expect } from 'chai';
import { Channel, select, type Arm, type Receiver } from 'millrace';
import {
  failure,
  idle,
  inBothForms,
  inBothFormsOver,
  inLine,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  waits,
  type Body,
} from '../channel/forms.ts';

function full(capacity: number): Channel<number> {
  const channel = new Channel<number>(capacity);
  while (channel.trySend(0));
  return channel;
}

describe('select: waiting', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('stands in the line of every channel that is not nil [SEL-08]', async () => {
      const [a, b] = [new Channel<number>(), full(1)];
      function* body(): Body<unknown> {
        return yield* on(select({ a, none: null, b: b.onSend(7), nil: Channel.nil<number>() }));
      }
      const waiting = form.start(body);
      await idle();
      expect([inLine(a.receivers), inLine(a.senders)]).to.deep.equal([1, 0]);
      expect([inLine(b.receivers), inLine(b.senders)]).to.deep.equal([0, 1]);
      expect(b.tryRecv()).to.include({ value: 0 });
      expect(await waiting).to.deep.equal({ key: 'b', value: undefined, ok: true });
      expect(b.tryRecv()).to.include({ value: 7 });
    });

    it('waits as long as nothing can go ahead, whatever the arms are [SEL-08, SEL-10] [T-010]', async () => {
      const nil = Channel.nil<number>();
      const cases: Record<string, Record<string, Receiver<number> | Arm<void> | null>> = {
        'receive, nil': { nil },
        'send, nil': { nil: nil.onSend(1) },
        'both, nil': { r: nil, s: nil.onSend(1) },
        'receive, empty': { r: new Channel<number>() },
        'receive, empty buffer': { r: new Channel<number>(3) },
        'send, nobody there': { s: new Channel<number>().onSend(1) },
        'send, full': { s: full(2).onSend(1) },
        'many of them': {
          a: new Channel<number>(),
          b: full(1).onSend(1),
          c: new Channel<number>(1),
          d: null,
          e: nil,
        },
      };
      for (const [name, arms] of Object.entries(cases)) {
        const stop = new AbortController();
        const waiting = form.start(function* () {
          yield* on(select(arms, { signal: stop.signal }));
        });
        expect(await waits(waiting), name).to.equal(true);
        stop.abort('enough');
        expect(await failure(waiting), name).to.equal('enough');
      }
    });

    it('takes the arm of whoever comes first, and never draws again [SEL-18]', async () => {
      for (let i = 0; i < 300; i++) {
        const channels = [0, 1, 2].map(() => new Channel<number>(i % 3));
        const waiting = form.start(function* () {
          return yield* on(select(channels));
        });
        await idle();
        const at = i % 3;
        expect(channels[at]?.trySend(i)).to.equal(true);
        for (const [j, channel] of channels.entries()) {
          // All the others are ready as well before it runs.
          if (j !== at) expect(channel.trySend(-1)).to.equal(channel.capacity > 0);
        }
        expect(await waiting).to.deep.equal({ key: at, value: i, ok: true });
        for (const [j, channel] of channels.entries()) {
          expect(channel.length, 'nothing was taken').to.equal(
            j !== at && channel.capacity > 0 ? 1 : 0,
          );
        }
      }
    });

    it('with plain waiters and selects in one line, each gets its turn [SEL-22]', async () => {
      const channel = new Channel<number>();
      const other = new Channel<number>();
      const got: string[] = [];
      function* plain(i: number): Body {
        got.push(`plain ${i} got ${(yield* on(channel.recv())).value}`);
      }
      function* selecting(i: number): Body {
        got.push(`select ${i} got ${(yield* on(select({ other, channel }))).value}`);
      }
      const all = [0, 1, 2, 3, 4, 5].map((i) => form.start(i % 2 === 0 ? plain : selecting, i));
      await idle();
      for (let i = 0; i < 6; i++) channel.trySend(i);
      await Promise.all(all);
      expect(got).to.deep.equal(
        [0, 1, 2, 3, 4, 5].map((i) => `${i % 2 === 0 ? 'plain' : 'select'} ${i} got ${i}`),
      );
    });

    it('can be the partner of another select [SEL-19, SEL-20] [peers: select 3]', async () => {
      const [a, b] = [new Channel<string>(), new Channel<string>()];
      function* sender(): Body<string> {
        return (yield* on(select({ a: a.onSend('to a'), b: b.onSend('to b') }))).key;
      }
      function* receiver(): Body<unknown> {
        return yield* on(select({ b, a }));
      }
      for (let i = 0; i < 100; i++) {
        const order = i % 2 === 0;
        const first = form.start<[], unknown>(order ? sender : receiver);
        const second = form.start<[], unknown>(order ? receiver : sender);
        const [sent, got] = order ? [await first, await second] : [await second, await first];
        expect(got).to.deep.equal({ key: sent, value: `to ${sent as string}`, ok: true });
        for (const channel of [a, b]) {
          channel.check();
          expect([inLine(channel.receivers), inLine(channel.senders)]).to.deep.equal([0, 0]);
        }
      }
    });

    it('two on one channel are both served [SEL-22] [peers: select 3]', async () => {
      const channel = new Channel<number>();
      const other = new Channel<number>();
      const selecting = [1, 2].map(() => {
        return form.start(function* () {
          return (yield* on(select({ other, channel }))).value;
        });
      });
      await idle();
      await form.start(sending, channel, 1);
      await form.start(sending, channel, 2);
      expect(await Promise.all(selecting)).to.deep.equal([1, 2]);
    });
  });

  inBothFormsOver([1, 2, 7], (form, capacity) => {
    it('as a sender it fills the place that a receive made, in its turn [SEL-22, CH-22]', async () => {
      const channel = full(capacity);
      const other = new Channel<number>();
      const first = form.start(sending, channel, 1);
      await idle();
      const second = form.start(function* () {
        return (yield* on(select({ other, send: channel.onSend(2) }))).key;
      });
      await idle();
      const third = form.start(sending, channel, 3);
      await idle();
      const got: (number | undefined)[] = [];
      for (let i = 0; i < capacity + 3; i++) {
        got.push((await form.start(receiving, channel)).value);
        channel.check();
      }
      expect(got.slice(capacity)).to.deep.equal([1, 2, 3]);
      expect(await second).to.equal('send');
      await Promise.all([first, third]);
      expect(other.receivers.first).to.equal(null);
    });
  });
});
