import { expect } from 'chai';
import { Channel, go, gosched } from 'millrace';
import type { Op, Routine } from 'millrace';
import { failure, forms, idle, wait } from './script.ts';

describe('go', () => {
  it('evaluates function and arguments in the caller, left to right [GO-01]', async () => {
    const order: string[] = [];
    const note = <T>(name: string, value: T): T => {
      order.push(name);
      return value;
    };
    function* body(a: number, b: number): Routine<number> {
      order.push('body');
      return a + b;
    }
    const started = go(note('fn', body), note('a', 1), note('b', 2));
    order.push('after');
    expect(await started).to.equal(3);
    expect(order).to.deep.equal(['fn', 'a', 'b', 'after', 'body']);
  });

  it('hands over the values the arguments had then [GO-01]', async () => {
    let n = 1;
    const started = go(async (value: number) => value, n);
    n = 2;
    expect(await started).to.equal(1);
    expect(n).to.equal(2);
  });

  for (const form of forms) {
    describe(`of a ${form.name} function`, () => {
      it('starts it after the caller has gone on [GO-02]', async () => {
        const order: string[] = [];
        const started = form.start(function* () {
          order.push('started');
        });
        order.push('caller');
        await started;
        expect(order).to.deep.equal(['caller', 'started']);
      });

      for (const inner of forms) {
        it(`does so within a goroutine, starting a ${inner.name} one [GO-02, SC-07]`, async () => {
          const order: string[] = [];
          await form.start(function* () {
            const child = inner.start(function* () {
              order.push('child');
            });
            order.push('parent');
            yield* wait(() => child);
            order.push('parent again');
          });
          expect(order).to.deep.equal(['parent', 'child', 'parent again']);
        });
      }

      it('gives what it returns to everyone who joins, early or late [GO-03 differs]', async () => {
        const started = form.start(function* () {
          yield* wait(() => gosched());
          return { its: 'own' };
        });
        const early = [started, started.then((value) => value)];
        const [a, b] = await Promise.all(early);
        expect(a).to.deep.equal({ its: 'own' });
        expect(b).to.equal(a);
        expect(await started).to.equal(a);
        for (const joiner of forms) {
          const seen = await joiner.start(function* () {
            return yield* wait(() => started);
          });
          expect(seen, joiner.name).to.equal(a);
        }
      });

      it('lets its end wait for nobody [GO-03]', async () => {
        const over = new Channel<void>(1);
        form.start(function* () {
          yield* wait(() => over.send());
        });
        expect((await over.recv()).ok).to.equal(true);
      });

      it('gives the very error it fails with to everyone who joins [PN-01 differs]', async () => {
        const error = new Error('its own');
        const started = form.start(function* () {
          throw error;
        });
        const early = failure(started);
        expect(await early).to.equal(error);
        expect(await failure(started)).to.equal(error);
        for (const joiner of forms) {
          const caught = await joiner.start(function* () {
            try {
              yield* wait(() => started);
            } catch (thrown) {
              return thrown;
            }
            return undefined;
          });
          expect(caught, joiner.name).to.equal(error);
        }
      });

      it('numbers goroutines upwards and uses no number twice [GO-16]', async () => {
        const ids: number[] = [];
        for (let i = 0; i < 100; i++) {
          const started = form.start(function* () {});
          ids.push(started.id);
          if (i % 3 === 0) await started;
        }
        await idle();
        const sorted = [...new Set(ids)].sort((a, b) => a - b);
        expect(ids).to.deep.equal(sorted);
        expect(ids[0]).to.be.at.least(1);
      });

      it('runs each of ten thousand exactly once, in order [SC-03, T-085]', async () => {
        const ran: number[] = [];
        const all: Op<void>[] = [];
        for (let i = 0; i < 10_000; i++) {
          all.push(
            form.start(function* (n: number) {
              ran.push(n);
            }, i),
          );
        }
        await Promise.all(all);
        expect(ran).to.deep.equal(Array.from({ length: 10_000 }, (_, i) => i));
      });
    });
  }

  it('is named for its function, if that has a name', () => {
    function* worker(): Routine<void> {}
    const fetcher = async (): Promise<void> => {};
    expect(go(worker).name).to.equal('worker');
    expect(go(fetcher).name).to.equal('fetcher');
    expect(go(() => undefined).name).to.equal('');
  });

  it('takes whatever is a function: plain, bound, a method, an arrow around a generator', async () => {
    class Counter {
      #n = 40;
      *up(by: number): Routine<number> {
        yield* gosched();
        return (this.#n += by);
      }
    }
    const counter = new Counter();
    expect(await go(() => 41)).to.equal(41);
    expect(await go(counter.up.bind(counter), 2)).to.equal(42);
    expect(await go(() => counter.up(1))).to.equal(43);
    expect(await go((by: number) => counter.up(by), 1)).to.equal(44);
  });

  it('awaits what its function returns before it is over', async () => {
    const gate = new Channel<string>();
    function* handsOn(): Routine<Promise<string>> {
      return gate.recv().then((got) => `${String(got.value)}!`);
    }
    const started = go(handsOn);
    let over = false;
    started.then(() => (over = true));
    await idle();
    expect(over).to.equal(false);
    await gate.send('through');
    expect(await started).to.equal('through!');
  });

  it('fails with what the promise that it returns fails with', async () => {
    const error = new Error('later');
    expect(await failure(go(() => Promise.reject(error)))).to.equal(error);
    expect(
      await failure(
        go(function* () {
          yield* gosched();
          return Promise.reject(error);
        }),
      ),
    ).to.equal(error);
  });
});
