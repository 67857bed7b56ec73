import { expect } from 'chai';
import { Channel, gosched, select, trySelect } from 'millrace';
import {
  Bell,
  idle,
  inBothForms,
  inLine,
  leavesNobodyBehind,
  on,
  type Body,
} from '../channel/forms.ts';

/** By how much the heap has grown after a body, once what it left has been collected. */
async function growth(body: () => Promise<unknown>): Promise<number> {
  const used = async (): Promise<number> => {
    await idle();
    gc?.();
    await idle();
    gc?.();
    return process.memoryUsage().heapUsed;
  };
  await body();
  const before = await used();
  await body();
  return (await used()) - before;
}

describe('select: what it leaves behind', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('is nothing: the other lines are left at once, before it runs again [SEL-19, SEL-33]', async () => {
      const losers = Array.from({ length: 5 }, () => new Channel<number>());
      const win = new Channel<number>();
      const waiting = form.start(function* () {
        const [a, b, c, d, e] = losers;
        return yield* on(select({ a, b, win, c: c?.onSend(1), d: d?.onSend(2), e }));
      });
      await idle();
      expect(losers.map((one) => inLine(one.receivers) + inLine(one.senders))).to.deep.equal([
        1, 1, 1, 1, 1,
      ]);
      win.trySend(1);
      expect(losers.map((one) => inLine(one.receivers) + inLine(one.senders))).to.deep.equal([
        0, 0, 0, 0, 0,
      ]);
      await waiting;
    });

    it('takes no value later, and gives none [SEL-19] [peers: select 2]', async () => {
      const lost = new Channel<number>();
      const lostSend = new Channel<number>();
      const win = new Channel<number>();
      const waiting = form.start(function* () {
        return yield* on(select({ lost, win, s: lostSend.onSend(13) }));
      });
      await idle();
      win.trySend(1);
      expect(lost.trySend(2), 'nobody waits here').to.equal(false);
      expect(lostSend.tryRecv(), 'or offers anything').to.equal(undefined);
      expect(await waiting).to.deep.equal({ key: 'win', value: 1, ok: true });
      await idle();
      expect(lost.trySend(3)).to.equal(false);
      expect(lostSend.tryRecv()).to.equal(undefined);
    });

    it('is given one value when several come in the same tick; the rest stay [SEL-20] [peers: select 2]', async () => {
      const channels = Array.from({ length: 4 }, () => new Channel<number>(1));
      for (let round = 0; round < 50; round++) {
        const waiting = form.start(function* () {
          return yield* on(select(channels));
        });
        await idle();
        for (const [i, channel] of channels.entries()) channel.trySend(i);
        const { key } = await waiting;
        expect(key).to.equal(0);
        const left = channels.map((channel) => channel.tryRecv()?.value);
        expect(left).to.deep.equal([undefined, 1, 2, 3]);
      }
    });

    it('is no memory, though an idle channel and a signal outlive a hundred thousand [SEL-32, SEL-33] [T-009, T-044] [peers: select 6]', async () => {
      const quiet = new Channel<number>();
      const win = new Channel<number>();
      const signal = new Bell();
      const turns = 50_000;
      function* selecting(): Body {
        for (let i = 0; i < turns; i++) {
          const arms = [quiet, win, quiet.onSend(i), quiet] as const;
          yield* on(i % 2 === 0 ? select(arms) : select(arms, { signal }));
        }
      }
      function* sending(): Body {
        for (let i = 0; i < turns; i++) yield* on(win.send(i));
      }
      const grown = await growth(() => Promise.all([form.start(selecting), form.start(sending)]));
      expect(grown).to.be.below(1_000_000);
      expect([quiet.receivers.first, quiet.senders.first]).to.deep.equal([null, null]);
      expect(signal.listeners.size).to.equal(0);
    });
  });

  it('is no memory when a default is taken a hundred thousand times [SEL-32]', async () => {
    const quiet = new Channel<number>();
    const grown = await growth(async () => {
      for (let i = 0; i < 100_000; i++) trySelect({ quiet, send: quiet.onSend(i) });
    });
    expect(grown).to.be.below(1_000_000);
    expect([quiet.receivers.first, quiet.senders.first]).to.deep.equal([null, null]);
  });

  it('when it is aborted it has done nothing, and stands nowhere [SEL-19, SEL-33]', async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const signal = new Bell();
    const waiting = select({ a, b: b.onSend(1), a2: a }, { signal }).catch(
      (error: unknown) => error,
    );
    expect(signal.listeners.size).to.equal(1);
    signal.ring('enough');
    expect([a.receivers.first, b.senders.first, signal.listeners.size]).to.deep.equal([
      null,
      null,
      0,
    ]);
    expect(await waiting).to.equal('enough');
    expect([a.trySend(1), b.tryRecv()]).to.deep.equal([false, undefined]);
    // One that is aborted already does nothing either, though an arm is ready.
    const ready = new Channel<number>(1);
    ready.trySend(1);
    const late = select({ ready }, { signal }).catch((error: unknown) => error);
    expect(await late).to.equal('enough');
    expect(ready.length).to.equal(1);
  });

  it('an abort that comes after its value takes nothing away [SEL-20]', async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const signal = new Bell();
    const waiting = select({ a, b }, { signal });
    a.trySend(5);
    expect(signal.listeners.size).to.equal(0);
    signal.ring('too late');
    expect(await waiting).to.deep.equal({ key: 'a', value: 5, ok: true });
    await gosched();
    expect(b.trySend(1)).to.equal(false);
  });
});
