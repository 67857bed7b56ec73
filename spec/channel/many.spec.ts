import { expect } from 'chai';
import { Channel, go, select, SendOnClosedError, type Received } from 'millrace';
import {
  Bell,
  failure,
  idle,
  inBothForms,
  inLine,
  leavesNobodyBehind,
  on,
  type Body,
} from './forms.ts';

const MANY = 100_000;

/** Quadratic queues take minutes here; how the time grows is for the benchmarks to say. */
describe('Channel: a hundred thousand waiters', function () {
  this.timeout(20_000);
  leavesNobodyBehind();

  inBothForms((form) => {
    it('are received from in order [CH-41, CH-44] [peers: channels 5]', async () => {
      const channel = new Channel<number>();
      function* sender(i: number): Body {
        yield* on(channel.send(i));
      }
      const all = Array.from({ length: MANY }, (_, i) => form.start(sender, i));
      await idle();
      expect(inLine(channel.senders)).to.equal(MANY);
      let wrong = 0;
      for (let i = 0; i < MANY; i++) if (channel.tryRecv()?.value !== i) wrong++;
      expect(wrong).to.equal(0);
      expect(channel.tryRecv()).to.equal(undefined);
      await Promise.all(all);
    });

    it('get their values in order [CH-41, CH-44] [peers: channels 5]', async () => {
      const channel = new Channel<number>(5);
      let wrong = 0;
      function* receiver(i: number): Body {
        if ((yield* on(channel.recv())).value !== i) wrong++;
      }
      const all = Array.from({ length: MANY }, (_, i) => form.start(receiver, i));
      await idle();
      expect(inLine(channel.receivers)).to.equal(MANY);
      for (let i = 0; i < MANY; i++) channel.trySend(i);
      expect(channel.length).to.equal(0);
      await Promise.all(all);
      expect(wrong).to.equal(0);
    });
  });

  it('are all told of a close [CH-33, CH-34] [peers: channels 2, channels 5]', async () => {
    const receivable = new Channel<number>();
    const sendable = new Channel<number>();
    const receiving = Array.from({ length: MANY }, () => receivable.recv());
    const sending = Array.from({ length: MANY / 4 }, (_, i) => failure(sendable.send(i)));
    receivable.close();
    sendable.close();
    const got = await Promise.all(receiving);
    expect(got.filter((one) => !one.ok && one.value === undefined)).to.have.lengthOf(MANY);
    const errors = await Promise.all(sending);
    expect(errors.filter((one) => one instanceof SendOnClosedError)).to.have.lengthOf(MANY / 4);
  });

  for (const [order, many, at] of [
    ['first to last', MANY / 10, (i: number) => i],
    ['last to first', MANY / 10, (i: number) => MANY / 10 - 1 - i],
    ['from the middle', MANY, (i: number) => (i * 7919) % MANY],
  ] as const) {
    it(`can each be taken back, ${order}, and the others keep their places [CH-44]`, async () => {
      const channel = new Channel<number>();
      const bells = Array.from({ length: many }, () => new Bell());
      const ops = bells.map((signal, i) => {
        return i % 1000 === 0 ? channel.recv() : channel.recv({ signal }).catch(() => undefined);
      });
      for (let i = 0; i < many; i++) bells[at(i)]?.ring('gone');
      channel.check();
      expect(inLine(channel.receivers)).to.equal(many / 1000);
      for (let i = 0; i < many / 1000; i++) expect(channel.trySend(i)).to.equal(true);
      expect(channel.trySend(-1)).to.equal(false);
      const got = (await Promise.all(ops)) as (Received<number> | undefined)[];
      const values = got.flatMap((one) => (one === undefined ? [] : [one.value]));
      expect(values).to.deep.equal(Array.from({ length: many / 1000 }, (_, i) => i));
    });
  }

  it('may be nexts of one iterator, and all end with it [CH-44, CH-49] [peers: channels 8]', async () => {
    const channel = new Channel<number>();
    const iterator = channel[Symbol.asyncIterator]();
    const nexts = Array.from({ length: MANY / 10 }, () => iterator.next());
    for (let i = 0; i < 100; i++) expect(channel.trySend(i)).to.equal(true);
    await iterator.return?.();
    expect(channel.receivers.first).to.equal(null);
    const got = await Promise.all(nexts);
    expect(got.slice(0, 100).map(({ value }) => value as number)).to.deep.equal(
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(got.slice(100).every(({ done }) => done)).to.equal(true);
  });

  it('in selects leave the losing channels as they go, wherever they stand [CH-44] [T-032]', async () => {
    const quiet = new Channel<never>();
    const wins = Array.from({ length: MANY / 4 }, () => new Channel<number>());
    const all = wins.map((win) => go(async () => (await select({ quiet, win })).value));
    await idle();
    expect(inLine(quiet.receivers)).to.equal(wins.length);
    for (const [i, win] of wins.entries()) {
      const at = wins[(i * 7919) % wins.length] ?? win;
      at.trySend(i);
    }
    quiet.check();
    expect(quiet.receivers.first).to.equal(null);
    const got = await Promise.all(all);
    expect(got.toSorted((a, b) => (a ?? 0) - (b ?? 0))).to.deep.equal(wins.map((_, i) => i));
  });
});
