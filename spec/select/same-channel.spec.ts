import { expect } from 'chai';
import { Channel, gosched, select, trySelect } from 'millrace';
import {
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

/** Both ends of one channel in one select. */
function* ends(channel: Channel<number>, value: number): Body<{ key: string; value: unknown }> {
  return yield* on(select({ recv: channel, send: channel.onSend(value) }));
}

describe('select: one channel in several arms', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('never matches itself on an unbuffered channel [SEL-15] [T-010] [peers: select 4]', async () => {
      const channel = new Channel<number>();
      expect(trySelect({ recv: channel, send: channel.onSend(1) })).to.equal(undefined);
      for (let i = 0; i < 20; i++) {
        const waiting = form.start(ends, channel, 1);
        expect(await waits(waiting)).to.equal(true);
        channel.check();
        if (i % 2 === 0) {
          expect((await form.start(receiving, channel)).value).to.equal(1);
          expect(await waiting).to.include({ key: 'send' });
        } else {
          await form.start(sending, channel, 2);
          expect(await waiting).to.include({ key: 'recv', value: 2 });
        }
        expect([inLine(channel.receivers), inLine(channel.senders)]).to.deep.equal([0, 0]);
      }
    });

    for (const capacity of [0, 10]) {
      it(`two that offer both always pair up, never each with itself: capacity ${capacity} [SEL-17] [T-064] [peers: select 3]`, async () => {
        const channel = new Channel<number>(capacity);
        const rounds = 1000;
        const log = { sent: [0, 0], received: [0, 0] };
        function* player(me: 0 | 1): Body {
          for (let i = 0; i < rounds; i++) {
            const { key, value } = yield* ends(channel, me);
            if (key === 'send') {
              log.sent[me]!++;
            } else {
              // With a buffer one may take back what it has put there itself, as in Go.
              if (capacity === 0) expect(value).to.equal(1 - me);
              log.received[me]!++;
            }
          }
        }
        await Promise.all([form.start(player, 0), form.start(player, 1)]);
        const [sent, received] = [log.sent, log.received].map(([a = 0, b = 0]) => a + b);
        expect((sent ?? 0) + (received ?? 0)).to.equal(2 * rounds);
        expect((sent ?? 0) - (received ?? 0)).to.equal(channel.length);
        if (capacity === 0) expect(log.sent[0]).to.equal(log.received[1]);
      });
    }
  });

  it('does what can be done on a buffered one [SEL-16]', () => {
    const arms = (channel: Channel<number>) => ({ recv: channel, send: channel.onSend(9) });
    for (let i = 0; i < 50; i++) {
      const empty = new Channel<number>(2);
      expect(trySelect(arms(empty))?.key, 'empty').to.equal('send');
      const full = new Channel<number>(2);
      full.trySend(1);
      full.trySend(2);
      expect(trySelect(arms(full)), 'full').to.include({ key: 'recv', value: 1 });
    }
    const seen = new Set<string | undefined>();
    for (let i = 0; i < 100; i++) {
      const half = new Channel<number>(2);
      half.trySend(1);
      seen.add(trySelect(arms(half))?.key);
    }
    expect([...seen].toSorted(), 'half full: either, missed once in 1e30').to.deep.equal([
      'recv',
      'send',
    ]);
  });

  inBothFormsOver([0, 1], (form, capacity) => {
    it('all arms in a line leave together, whichever is taken [CH-45, SEL-19] [T-071]', async () => {
      for (const [before, after] of [
        [0, 0],
        [2, 0],
        [0, 2],
        [2, 2],
      ] as const) {
        const channel = new Channel<number>(capacity);
        const other = new Channel<number>();
        const plain = (): Promise<unknown> => form.start(receiving, channel);
        const earlier = Array.from({ length: before }, plain);
        await idle();
        const selecting = form.start(function* () {
          return yield* on(select([channel, other, channel, channel]));
        });
        await idle();
        const later = Array.from({ length: after }, plain);
        await idle();
        expect(inLine(channel.receivers)).to.equal(before + 3 + after);
        for (let i = 0; i < before; i++) channel.trySend(i);
        channel.trySend(100);
        channel.check();
        expect(inLine(channel.receivers)).to.equal(after);
        expect(inLine(other.receivers)).to.equal(0);
        for (let i = 0; i < after; i++) expect(channel.trySend(200 + i)).to.equal(true);
        expect(await selecting).to.include({ value: 100 });
        const values = (await Promise.all([...earlier, ...later])) as { value: number }[];
        expect(values.map(({ value }) => value)).to.deep.equal(
          [0, 1].slice(0, before).concat([200, 201].slice(0, after)),
        );
      }
    });

    it('all send arms in a line leave together as well [CH-45, SEL-19]', async () => {
      const channel = new Channel<string>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend('old');
      const first = form.start(sending, channel, 'first');
      await idle();
      const selecting = form.start(function* () {
        const arms = ['x', 'y', 'z'].map((value) => channel.onSend(value));
        return (yield* on(select(arms))).key;
      });
      await idle();
      const last = form.start(sending, channel, 'last');
      await idle();
      expect(inLine(channel.senders)).to.equal(5);
      const got = [];
      for (let one = channel.tryRecv(); one !== undefined; one = channel.tryRecv()) {
        got.push(one.value);
        channel.check();
      }
      const key = await selecting;
      expect(got.slice(capacity)).to.deep.equal(['first', ['x', 'y', 'z'][key], 'last']);
      await Promise.all([first, last]);
    });
  });

  it('of thousands on one channel each value goes with its own arm [CH-45, SEL-21, SEL-30]', async () => {
    const channel = new Channel<number>();
    const waiting = select(Array.from({ length: 2000 }, (_, i) => channel.onSend(i)));
    expect(inLine(channel.senders)).to.equal(2000);
    const received = channel.tryRecv();
    expect(inLine(channel.senders)).to.equal(0);
    expect((await waiting).key).to.equal(received?.value);
  });

  it('leaves a round of selects and receives in order [SEL-19] [T-013]', async () => {
    const a = new Channel<number>();
    const b = new Channel<number>();
    const got: (number | undefined)[] = [];
    const first = (async () => got.push((await select({ a, b })).value))();
    const second = (async () => got.push((await b.recv()).value))();
    await gosched();
    await a.send(1);
    // The select stood before the plain receiver in b's line; only that one is there now.
    const third = (async () => got.push((await b.recv()).value))();
    await b.send(2);
    await b.send(3);
    await Promise.all([first, second, third]);
    expect(got).to.deep.equal([1, 2, 3]);
  });
});
