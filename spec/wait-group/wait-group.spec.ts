import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import {
  Channel,
  FatalError,
  go,
  gosched,
  MisuseError,
  NegativeCounterError,
  WaitGroup,
} from 'millrace';
import * as sync from 'millrace/sync';
import { failure, forms, idle, wait } from '../goroutine/script.ts';

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('WaitGroup', () => {
  it('is the same from millrace and from millrace/sync', () => {
    expect(sync.WaitGroup).to.equal(WaitGroup);
  });

  for (const form of forms) {
    describe(`and goroutines of ${form.name} form`, () => {
      it('does not wait at all when nothing was added [WG-01]', async () => {
        const order: string[] = [];
        await form.start(function* () {
          const group = new WaitGroup();
          yield* wait(() => group.wait());
          order.push('waited');
        });
        expect(order).to.deep.equal(['waited']);
      });

      it('waits until as many are done as were added [WG-02]', async () => {
        const group = new WaitGroup();
        group.add(2);
        group.add(1);
        let over = false;
        const waiter = form.start(function* () {
          yield* wait(() => group.wait());
          over = true;
        });
        for (let i = 0; i < 3; i++) {
          await idle();
          group.check();
          expect(over, `after ${i}`).to.equal(false);
          group.done();
        }
        await waiter;
        expect(over).to.equal(true);
      });

      it('takes negative numbers: they release like done [WG-02]', async () => {
        const group = new WaitGroup();
        group.add(5);
        const waiter = form.start(function* () {
          yield* wait(() => group.wait());
        });
        await idle();
        group.add(-4);
        group.add(0);
        await idle();
        group.add(-1);
        await waiter;
      });

      it('releases all who wait at that moment, in the order in which they came [WG-07, WG-10]', async () => {
        for (const waiters of [0, 1, 5, 1000]) {
          const group = new WaitGroup();
          group.add(1);
          const order: number[] = [];
          const all = Array.from({ length: waiters }, (_, i) =>
            form.start(function* () {
              yield* wait(() => group.wait());
              order.push(i);
            }),
          );
          await idle();
          group.done();
          group.check();
          await Promise.all(all);
          expect(order).to.deep.equal(Array.from({ length: waiters }, (_, i) => i));
        }
      });

      it('does not release who comes for the next round [WG-10]', async () => {
        const group = new WaitGroup();
        const order: string[] = [];
        group.add(1);
        const first = form.start(function* () {
          yield* wait(() => group.wait());
          order.push('first');
        });
        await idle();
        group.done();
        await first;
        group.add(1);
        const second = form.start(function* () {
          yield* wait(() => group.wait());
          order.push('second');
        });
        await idle();
        expect(order).to.deep.equal(['first']);
        group.done();
        await second;
      });

      it('may be used again and again [WG-06]', async () => {
        const group = new WaitGroup();
        let done = 0;
        await form.start(function* () {
          for (let round = 1; round <= 5; round++) {
            group.add(round);
            for (let i = 0; i < round; i++) {
              form.start(function* () {
                yield* wait(() => gosched());
                done++;
                group.done();
              });
            }
            yield* wait(() => group.wait());
            expect(done).to.equal((round * (round + 1)) / 2);
          }
        });
      });

      it('takes more while tasks run, from within a task, too [WG-06]', async () => {
        const group = new WaitGroup();
        let ran = 0;
        const task = (depth: number): void => {
          group.add(1);
          form.start(function* () {
            yield* wait(() => gosched());
            if (depth > 0) [1, 2].forEach(() => task(depth - 1));
            ran++;
            group.done();
          });
        };
        task(5);
        await group.wait();
        expect(ran).to.equal(63);
      });

      it('lets a waiter go that finds it used again already [WG-05 differs]', async () => {
        const group = new WaitGroup();
        group.add(1);
        const waiter = form.start(function* () {
          yield* wait(() => group.wait());
          return 'released';
        });
        await idle();
        group.done();
        group.add(1);
        expect(await waiter).to.equal('released');
        group.done();
      });

      it('takes a wait back at an abort: nothing else changes [peers: cancellation 3]', async () => {
        const group = new WaitGroup();
        group.add(1);
        const controller = new AbortController();
        const aborted = form.start(function* () {
          yield* wait(() => group.wait({ signal: controller.signal }));
        });
        const stays = form.start(function* () {
          yield* wait(() => group.wait());
          return 'released';
        });
        await idle();
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(1);
        controller.abort('enough');
        expect(await failure(aborted)).to.equal('enough');
        group.check();
        group.done();
        expect(await stays).to.equal('released');
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
      });

      it('delivers the release when the abort comes after it', async () => {
        const group = new WaitGroup();
        group.add(1);
        const controller = new AbortController();
        const waiter = form.start(function* () {
          yield* wait(() => group.wait({ signal: controller.signal }));
          return 'released';
        });
        await idle();
        group.done();
        controller.abort('too late');
        expect(await waiter).to.equal('released');
      });
    });
  }

  describe('misused', () => {
    it('throws below zero, and keeps the bad count [WG-03]', async () => {
      const group = new WaitGroup();
      const error = thrown(() => group.done());
      expect(error).to.be.instanceOf(NegativeCounterError).and.not.instanceOf(FatalError);
      expect(error).to.include({
        code: 'NEGATIVE_WAITGROUP_COUNTER',
        message: 'sync: negative WaitGroup counter',
      });
      expect(thrown(() => group.add(-1))).to.be.instanceOf(NegativeCounterError);
      // It stands at -2 now: two more make it zero, and only then nobody waits.
      let over = false;
      const waiter = go(function* () {
        yield* group.wait();
        over = true;
      });
      await idle();
      expect(thrown(() => group.add(1))).to.be.instanceOf(NegativeCounterError);
      await idle();
      expect(over).to.equal(false);
      group.add(1);
      await waiter;
    });

    it('throws where a done is one too many, after the release [WG-03]', async () => {
      const group = new WaitGroup();
      group.add(1);
      group.done();
      await group.wait();
      expect(thrown(() => group.done())).to.be.instanceOf(NegativeCounterError);
    });

    it('counts in 32 bits, as Go does [WG-04]', async () => {
      expect(thrown(() => new WaitGroup().add(2 ** 31))).to.be.instanceOf(NegativeCounterError);
      const full = new WaitGroup();
      full.add(2 ** 31 - 1);
      expect(thrown(() => full.add(1))).to.be.instanceOf(NegativeCounterError);
      const round = new WaitGroup();
      round.add(2 ** 32);
      await round.wait();
    });

    for (const delta of [1.5, NaN, Infinity, '1', undefined, null]) {
      it(`refuses to add ${String(delta)}: the count stays`, async () => {
        const group = new WaitGroup();
        group.add(1);
        const error = thrown(() => group.add(delta as number));
        expect(error).to.be.instanceOf(MisuseError);
        expect((error as Error).message).to.equal('WaitGroup.add: a whole number was expected');
        group.done();
        await group.wait();
        group.check();
      });
    }
  });

  it('does not miss a release between channels: the sum of many tasks [WG-02]', async () => {
    const group = new WaitGroup();
    const results = new Channel<number>(3);
    for (let i = 1; i <= 100; i++) {
      group.go(function* () {
        yield* results.send(i);
      });
    }
    go(function* () {
      yield* group.wait();
      results.close();
    });
    let sum = 0;
    for await (const n of results) sum += n;
    expect(sum).to.equal(5050);
  });
});
