import { expect } from 'chai';
import { after, Channel, select, trySelect, type Arm, type Receiver } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, type Body } from '../channel/forms.ts';

/**
 * How far a count over n independent draws may lie from its mean. Bernstein's inequality: it lies
 * farther less than once in 1e12 runs. It is 7 to 8 σ; Go's own tests allow 10 σ.
 */
function slack(n: number, share: number): number {
  const log = Math.log(2e12);
  return log / 3 + Math.sqrt((log * log) / 9 + 2 * log * n * share * (1 - share));
}

function expectShare(count: number, n: number, share: number): void {
  const what = `${count} of ${n}, for a share of ${share}`;
  expect(count, what).to.be.closeTo(n * share, slack(n, share));
}

/** Counts what a draw gives, by key. */
function counting<K>(draws: Iterable<K>): Map<K, number> {
  const counts = new Map<K, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  return counts;
}

function closed(): Channel<number> {
  const channel = new Channel<number>();
  channel.close();
  return channel;
}

/** A send arm that is always ready: each time it is taken, its value is taken out again. */
class Sink {
  readonly channel: Channel<number> = new Channel<number>(1);
  readonly arm: Arm<void> = this.channel.onSend(1);
}

describe('select: fairness', () => {
  leavesNobodyBehind();
  const N = 10_000;

  inBothForms((form) => {
    for (const count of [2, 3, 4, 5, 8]) {
      it(`gives each of ${count} ready arms the same chance [SEL-05, SEL-27] [T-066] [peers: select 1]`, async () => {
        // Arms that are not ready, at the start, between and at the end, must not tilt it.
        const idler = new Channel<number>();
        const arms: (Channel<number> | null)[] = [idler, null];
        for (let i = 0; i < count; i++) arms.push(closed(), idler);
        function* body(): Body<number[]> {
          const draws: number[] = [];
          for (let i = 0; i < N; i++) draws.push((yield* on(select(arms))).key);
          return draws;
        }
        const counts = counting(await form.start(body));
        expect(counts.size).to.equal(count);
        for (const many of counts.values()) expectShare(many, N, 1 / count);
      });
    }

    it('whether arms send or receive makes no difference [SEL-05]', async () => {
      const [one, two] = [new Sink(), new Sink()];
      const [three, four] = [closed(), new Channel<number>(1)];
      function* body(): Body<string[]> {
        const draws: string[] = [];
        for (let i = 0; i < N; i++) {
          four.trySend(i);
          const arms = { one: one.arm, two: two.arm, three, four };
          draws.push((yield* on(select(arms))).key);
          one.channel.tryRecv();
          two.channel.tryRecv();
        }
        return draws;
      }
      const counts = counting(await form.start(body));
      for (const key of ['one', 'two', 'three', 'four']) {
        expectShare(counts.get(key) ?? 0, N, 1 / 4);
      }
    });

    it('a channel that stands in two arms has twice the chance [SEL-06]', async () => {
      const [twice, once] = [closed(), closed()];
      function* body(): Body<string[]> {
        const draws: string[] = [];
        const arms = { a: twice, b: once, c: twice };
        for (let i = 0; i < N; i++) draws.push((yield* on(select(arms))).key);
        return draws;
      }
      const counts = counting(await form.start(body));
      for (const key of ['a', 'b', 'c']) expectShare(counts.get(key) ?? 0, N, 1 / 3);
    });

    for (const capacity of [0, 100]) {
      it(`arms that wait on one channel are taken at random: capacity ${capacity} [SEL-21] [T-068]`, async () => {
        const channel = new Channel<number>(capacity);
        const n = 3000;
        function* sender(): Body {
          const arms = [channel.onSend(0), channel.onSend(1), channel.onSend(2)];
          for (let i = 0; i < n + capacity; i++) yield* on(select(arms));
          channel.close();
        }
        const sending = form.start(sender);
        const got: number[] = [];
        await idle();
        for (;;) {
          const received = channel.tryRecv() ?? (await channel.recv());
          if (!received.ok) break;
          got.push(received.value);
        }
        await sending;
        expect(got).to.have.lengthOf(n + capacity);
        const counts = counting(got);
        for (const value of [0, 1, 2]) expectShare(counts.get(value) ?? 0, got.length, 1 / 3);
      });
    }
  });

  it('trySelect draws like select [SEL-05]', () => {
    const arms = { a: closed(), b: null, c: closed(), d: new Channel<number>(), e: closed() };
    const counts = counting(Array.from({ length: N }, () => trySelect(arms)?.key));
    for (const key of ['a', 'c', 'e']) expectShare(counts.get(key as 'a') ?? 0, N, 1 / 3);
  });

  it('a draw says nothing about the next [SEL-05]', () => {
    const arms = [closed(), closed(), closed()] as const;
    const pairs = Array.from({ length: N }, () => {
      return `${trySelect(arms)?.key} ${trySelect(arms)?.key}`;
    });
    const counts = counting(pairs);
    expect(counts.size).to.equal(9);
    for (const many of counts.values()) expectShare(many, N, 1 / 9);
  });

  it('a select that waits twice on one channel receives at either arm [SEL-21]', async () => {
    const channel = new Channel<number>();
    const n = 3000;
    const keys: string[] = [];
    for (let i = 0; i < n; i++) {
      const waiting = select({ a: channel, b: channel, c: channel });
      channel.trySend(i);
      keys.push((await waiting).key);
    }
    const counts = counting(keys);
    for (const key of ['a', 'b', 'c']) expectShare(counts.get(key) ?? 0, n, 1 / 3);
  });

  it('a ready receive and a send on a closed channel have the same chance to be drawn [SEL-12]', () => {
    const ready = closed();
    const shut = closed();
    let thrown = 0;
    for (let i = 0; i < N; i++) {
      try {
        trySelect({ ready, send: shut.onSend(1) });
      } catch {
        thrown++;
      }
    }
    expectShare(thrown, N, 1 / 2);
  });

  inBothForms((form) => {
    /** Draws from when an arm was seen ready: more than 70 come once in 2e12 runs. */
    function* drawsUntil(name: string, arm: Receiver<unknown>, ready: () => boolean): Body<number> {
      const [a, b] = [closed(), closed()];
      for (let late = 0; ;) {
        if (ready()) late++;
        if ((yield* on(select({ a, b, [name]: arm }))).key === name) return late;
      }
    }

    it('a third arm is soon taken beside two that are always ready [SEL-28]', async () => {
      const third = new Channel<string>(1);
      setImmediate(() => third.trySend('here'));
      const draws = form.start(drawsUntil, 'third', third, () => third.length > 0);
      expect(await draws).to.be.below(70);
    });

    it('so is a timer that has come due [SEL-28] [T-082]', async () => {
      const time = after(3);
      const start = performance.now();
      const draws = form.start(drawsUntil, 'time', time, () => performance.now() - start > 3);
      expect(await draws).to.be.below(70);
    });
  });
});
