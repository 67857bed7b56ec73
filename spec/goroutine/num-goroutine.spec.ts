import { expect } from 'chai';
import {
  after,
  Channel,
  go,
  goexit,
  gosched,
  numGoroutine,
  run,
  select,
  sleep,
  until,
  WaitGroup,
} from 'millrace';
import type { Op } from 'millrace';
import { hostErrors } from './host-errors.ts';
import { failure, forms, idle, wait } from './script.ts';

type Held = { make: () => Op<unknown>; release: () => void };

/** Each way to wait, and how to end it. */
const waits: Record<string, () => Held> = {
  'a receive': () => {
    const channel = new Channel<number>();
    return { make: () => channel.recv(), release: () => void channel.trySend(1) };
  },
  'a send': () => {
    const channel = new Channel<number>();
    return { make: () => channel.send(1), release: () => void channel.tryRecv() };
  },
  'a select': () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    return { make: () => select([a, b.onSend(1)]), release: () => void b.tryRecv() };
  },
  'a wait group': () => {
    const group = new WaitGroup();
    group.add(2);
    return { make: () => group.wait(), release: () => group.done() };
  },
  'a promise': () => {
    let release = (): void => {};
    const promise = new Promise<void>((resolve) => (release = resolve));
    return { make: () => until(promise), release };
  },
  'a sleep': () => {
    const controller = new AbortController();
    const make = (): Op<unknown> => sleep(1e9, { signal: controller.signal });
    return { make, release: () => controller.abort() };
  },
  'the nil channel': () => {
    const controller = new AbortController();
    const make = (): Op<unknown> => Channel.nil().recv({ signal: controller.signal });
    return { make, release: () => controller.abort() };
  },
};

describe('numGoroutine', () => {
  it('is the same again when everyone has ended, however they did [GO-10]', async () => {
    const before = numGoroutine();
    expect(before).to.be.at.least(1);
    const heard = await hostErrors(async () => {
      for (const form of forms) {
        await form.start(function* () {});
        await failure(form.start(() => goexit()));
        await failure(
          form.start(() => {
            throw new Error('at once');
          }),
        );
        form.start(function* () {
          yield* wait(() => gosched());
          throw new Error('nobody joins');
        });
      }
    });
    expect(heard.exceptions).to.have.length(2);
    expect(numGoroutine()).to.equal(before);
  });

  for (const form of forms) {
    it(`counts a goroutine of ${form.name} form from go to its end [GO-10]`, async () => {
      const before = numGoroutine();
      let inside = 0;
      const started = form.start(function* () {
        inside = numGoroutine();
        yield* wait(() => gosched());
      });
      expect(numGoroutine()).to.equal(before + 1);
      await started;
      expect(inside).to.equal(before + 1);
      expect(numGoroutine()).to.equal(before);
    });

    for (const [name, hold] of Object.entries(waits)) {
      it(`counts one of ${form.name} form that waits on ${name} [GO-10]`, async () => {
        const before = numGoroutine();
        const { make, release } = hold();
        const all = [1, 2].map(() =>
          form.start(function* () {
            try {
              yield* wait(make);
            } catch {
              // Aborted: that is its end.
            }
          }),
        );
        await idle();
        expect(numGoroutine()).to.equal(before + 2);
        release();
        release();
        await Promise.all(all);
        expect(numGoroutine()).to.equal(before);
      });
    }

    it(`counts one of ${form.name} form that joins another [GO-10]`, async () => {
      const before = numGoroutine();
      const gate = new Channel<void>();
      const child = form.start(function* () {
        yield* wait(() => gate.recv());
      });
      const parent = form.start(function* () {
        yield* wait(() => child);
      });
      await idle();
      expect(numGoroutine()).to.equal(before + 2);
      gate.close();
      await parent;
      expect(numGoroutine()).to.equal(before);
    });
  }

  it('counts one that returned a promise until that has settled', async () => {
    const before = numGoroutine();
    const gate = new Channel<number>();
    const started = go(() => gate.recv());
    await idle();
    expect(numGoroutine()).to.equal(before + 1);
    gate.close();
    await started;
    expect(numGoroutine()).to.equal(before);
  });

  it('counts no timer and no operation [GO-10]', async () => {
    const before = numGoroutine();
    const timer = after(1e9);
    const channel = new Channel<number>();
    const receive = channel.recv();
    expect(timer.tryRecv()).to.equal(undefined);
    expect(numGoroutine()).to.equal(before);
    channel.close();
    await receive;
  });

  for (const form of forms) {
    it(`counts main as one under run: ${form.name} form [GO-10, T-083]`, async () => {
      const before = numGoroutine();
      let inside = 0;
      const main = form.name === 'async' ? async () => (inside = numGoroutine()) : count;
      function* count(): Generator<never, number, void> {
        return (inside = numGoroutine());
      }
      expect(await run<unknown>(main)).to.equal(before);
      expect(inside).to.equal(before);
      expect(numGoroutine()).to.equal(before);
    });
  }

  it('is not confused by a thenable that settles more than once', async () => {
    const before = numGoroutine();
    const odd: ((resolve: (n: number) => void, reject: (e: Error) => void) => void)[] = [
      (resolve) => [1, 2].forEach(resolve),
      (resolve, reject) => [resolve(1), reject(new Error('too late'))],
      (resolve) => {
        resolve(1);
        throw new Error('too late');
      },
    ];
    for (const then of odd) {
      // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
      const thenable = { then } as unknown as Promise<number>;
      const started = go(function* () {
        return thenable;
      });
      expect(await started).to.equal(1);
      await idle();
      expect(numGoroutine()).to.equal(before);
    }
  });
});
