import { expect } from 'chai';
import { after, Channel, go, select, sleep } from 'millrace';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';

/** Nothing of ours is due, and the host holds no timer for us. */
function noneLeft(): void {
  const timers = timersOf(kernel.home);
  timers.check();
  expect(timers.nextMs).to.equal(Infinity);
}

describe('sleepers', () => {
  afterEach(noneLeft);

  for (const form of forms) {
    it(`wake in the order in which they are due, not of their start: ${form.name} form`, async () => {
      let order: number[];
      let starts: number[];
      do {
        order = [];
        starts = [];
        const all = [4, 1, 3, 2, 1].map((ms) =>
          form.start(function* () {
            yield* wait(() => {
              const nap = sleep(ms);
              starts.push(performance.now());
              return nap;
            });
            order.push(ms);
          }),
        );
        const began = performance.now();
        await Promise.all(all);
        starts.push(began);
        // A host that stood still meanwhile has made the last of them due after others.
      } while (Math.max(...starts) - Math.min(...starts) >= 1);
      expect(order).to.deep.equal([1, 1, 2, 3, 4]);
    });

    it(`never wake early: ${form.name} form [SC-11]`, async () => {
      for (const ms of [0.4, 1, 2.5]) {
        const from = performance.now();
        await form.start(function* () {
          yield* wait(() => sleep(ms));
        });
        expect(performance.now() - from).to.be.at.least(ms);
      }
    });

    it(`may sleep longer than a host timer can: ${form.name} form [SC-11]`, async () => {
      for (const ms of [2 ** 31, 1e12, Infinity]) {
        const controller = new AbortController();
        const log: string[] = [];
        const started = form.start(function* () {
          yield* wait(() => sleep(ms, { signal: controller.signal }));
          log.push('woke');
        });
        // What a host takes for due at once has fired after this.
        await new Promise((resolve) => setTimeout(resolve, 2));
        expect(log).to.deep.equal([]);
        controller.abort('long enough');
        expect(await failure(started)).to.equal('long enough');
      }
    });
  }

  it('leave no timer when they are aborted or their select takes another arm', async () => {
    const controller = new AbortController();
    const channel = new Channel<number>();
    const both = [
      sleep(1e6, { signal: controller.signal }),
      after(1e6).recv({ signal: controller.signal }),
    ].map(failure);
    const chosen = go(function* () {
      return yield* select({ channel, timeout: after(1e6) });
    });
    await idle();
    expect(timersOf(kernel.home).nextMs).to.be.below(Infinity);
    controller.abort('enough');
    await Promise.all(both);
    await channel.send(1);
    expect((await chosen).key).to.equal('channel');
  });

  it('need no timer while nobody waits: an unwatched after is a number [DL-04]', () => {
    const timer = after(1e6);
    expect(timer.tryRecv()).to.equal(undefined);
    noneLeft();
  });

  it('go on when a program replaces setTimeout and setImmediate [peers: scheduling 3]', async () => {
    const { setTimeout: timeout, setImmediate: immediate } = globalThis;
    const broken = (() => {
      throw new Error('replaced');
    }) as never;
    globalThis.setTimeout = broken;
    globalThis.setImmediate = broken;
    try {
      const channel = new Channel<number>();
      const sum = go(function* () {
        let total = 0;
        for (let i = 0; i < 300_000; i++) total += (yield* channel.recv()).value ?? 0;
        yield* sleep(1);
        return total;
      });
      await go(function* () {
        for (let i = 0; i < 300_000; i++) yield* channel.send(1);
      });
      expect(await sum).to.equal(300_000);
    } finally {
      globalThis.setTimeout = timeout;
      globalThis.setImmediate = immediate;
    }
  });
});
