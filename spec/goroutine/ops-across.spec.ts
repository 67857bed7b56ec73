import { expect } from 'chai';
import { Channel, go, gosched, select, SendOnClosedError, sleep, until } from 'millrace';
import type { Op, Received, Routine } from 'millrace';
import { failure, forms, idle, pairs, wait } from './script.ts';

const got = (value: number): Received<number> => ({ value, ok: true, done: false });

/** How an operation may stand when somebody else comes to wait for it. */
const states: Record<
  string,
  { before: (c: Channel<number>) => void; after: (c: Channel<number>) => void }
> = {
  'is ready when it is made': { before: (c) => void c.trySend(5), after: () => {} },
  'ends before anybody waits': { before: () => {}, after: (c) => void c.trySend(5) },
  'ends while somebody waits': {
    before: () => {},
    after: (c) => setImmediate(() => c.trySend(5)),
  },
};

describe('an operation', () => {
  for (const form of forms) {
    describe(`in a goroutine of ${form.name} form`, () => {
      it('starts at the call: two are stored and waited for later, in either order', async () => {
        for (const flip of [false, true]) {
          const [a, b] = [new Channel<number>(), new Channel<number>()];
          const values = form.start(function* () {
            const ops = [a.recv(), b.recv()] as const;
            if (flip) {
              const second = yield* wait(() => ops[1]);
              return [yield* wait(() => ops[0]), second];
            }
            const first = yield* wait(() => ops[0]);
            return [first, yield* wait(() => ops[1])];
          });
          await idle();
          expect([b.trySend(2), a.trySend(1)]).to.deep.equal([true, true]);
          expect(await values).to.deep.equal([got(1), got(2)]);
        }
      });

      it('keeps two receives of one channel in the order of the calls [CH-43]', async () => {
        const channel = new Channel<number>();
        const values = form.start(function* () {
          const [one, two] = [channel.recv(), channel.recv()];
          const second = yield* wait(() => two);
          const first = yield* wait(() => one);
          return [first.value, second.value];
        });
        await idle();
        channel.trySend(1);
        channel.trySend(2);
        expect(await values).to.deep.equal([1, 2]);
      });

      it('that a goroutine never waits for does not resume it elsewhere', async () => {
        const [a, b] = [new Channel<number>(), new Channel<number>()];
        const order: string[] = [];
        const started = form.start(function* () {
          const stored = a.recv();
          yield* wait(() => b.recv());
          order.push('b');
          expect((yield* wait(() => stored)).value).to.equal(1);
          order.push('a');
        });
        await idle();
        a.trySend(1);
        await idle();
        expect(order).to.deep.equal([]);
        b.trySend(2);
        await started;
        expect(order).to.deep.equal(['b', 'a']);
      });

      it('gives the same result as often as it is waited for', async () => {
        const channel = new Channel<number>();
        const values = form.start(function* () {
          const op = channel.recv();
          const first = yield* wait(() => op);
          return [first, yield* wait(() => op), yield* wait(() => op)];
        });
        await idle();
        channel.trySend(9);
        const [a, b, c] = await values;
        expect(a).to.deep.equal(got(9));
        expect([b, c]).to.deep.equal([a, a]);
      });

      it('fails as often as it is waited for, with the same error', async () => {
        const channel = new Channel<number>();
        const errors = form.start(function* () {
          const op = channel.send(1);
          const all: unknown[] = [];
          for (let i = 0; i < 3; i++) {
            try {
              yield* wait(() => op);
            } catch (error) {
              all.push(error);
            }
          }
          return all;
        });
        await idle();
        channel.close();
        const [a, ...rest] = await errors;
        expect(a).to.be.instanceOf(SendOnClosedError);
        expect(rest).to.deep.equal([a, a]);
      });

      it('is served in Promise.all, allSettled and race', async () => {
        const [a, b] = [new Channel<number>(), new Channel<number>()];
        const all = form.start(function* () {
          const ops = [a.recv(), b.recv()];
          const both = yield* wait(() => until(Promise.all(ops)));
          const first = yield* wait(() => until(Promise.race([a.recv(), gosched().then(() => 0)])));
          const settled = yield* wait(() => until(Promise.allSettled([...ops, b.send(1)])));
          return { both, first, settled: settled.map((one) => one.status) };
        });
        await idle();
        b.trySend(2);
        a.trySend(1);
        await idle();
        b.close();
        expect(await all).to.deep.equal({
          both: [got(1), got(2)],
          first: 0,
          settled: ['fulfilled', 'fulfilled', 'rejected'],
        });
        a.close();
      });

      it('of an async helper that it calls is waited for there', async () => {
        const channel = new Channel<number>();
        const helper = async (times: number): Promise<number> => {
          let sum = 0;
          for (let i = 0; i < times; i++) sum += (await channel.recv()).value ?? 0;
          await sleep(0);
          return sum;
        };
        const order: string[] = [];
        const sum = form.start(function* () {
          const promise = helper(3);
          order.push('goes on');
          yield* wait(() => gosched());
          const total = yield* wait(() => until(promise));
          order.push('helped');
          return total;
        });
        await idle();
        for (const n of [1, 2, 3]) await channel.send(n);
        expect(await sum).to.equal(6);
        expect(order).to.deep.equal(['goes on', 'helped']);
      });
    });
  }

  for (const [maker, waiter] of pairs) {
    for (const [state, { before, after }] of Object.entries(states)) {
      it(`made in a ${maker.name} goroutine serves a ${waiter.name} one: it ${state}`, async () => {
        const channel = new Channel<number>(1);
        before(channel);
        const made: { op?: Op<Received<number>> } = {};
        await maker.start(function* () {
          made.op = channel.recv();
        });
        after(channel);
        const first = waiter.start(function* () {
          return yield* wait(() => made.op as Op<Received<number>>);
        });
        const second = maker.start(function* () {
          return yield* wait(() => made.op as Op<Received<number>>);
        });
        expect(await first).to.deep.equal(got(5));
        expect(await second).to.deep.equal(got(5));
        expect(await made.op).to.deep.equal(got(5));
      });
    }

    it(`made in a ${maker.name} goroutine fails in a ${waiter.name} one`, async () => {
      for (const early of [true, false]) {
        const channel = new Channel<number>();
        const made: { op?: Op<void> } = {};
        await maker.start(function* () {
          made.op = channel.send(5);
        });
        if (early) channel.close();
        else setImmediate(() => channel.close());
        const error = await failure(
          waiter.start(function* () {
            yield* wait(() => made.op as Op<void>);
          }),
        );
        expect(error).to.be.instanceOf(SendOnClosedError);
      }
    });
  }

  it('wakes everyone who waits for it, in the order in which they came', async () => {
    const channel = new Channel<number>();
    const order: number[] = [];
    const made: { op?: Op<Received<number>> } = {};
    await go(function* () {
      made.op = channel.recv();
    });
    function* watch(n: number): Routine<void> {
      yield* made.op as Op<Received<number>>;
      order.push(n);
    }
    const all = [0, 1, 2, 3].map((n) => go(watch, n));
    await idle();
    channel.trySend(1);
    await Promise.all(all);
    expect(order).to.deep.equal([0, 1, 2, 3]);
  });

  it("of a goroutine that has ended is nobody else's: no finished goroutine is stepped", async () => {
    const channel = new Channel<number>();
    let steps = 0;
    await go(function* () {
      channel.recv();
      select([channel]);
      steps++;
    });
    channel.trySend(1);
    channel.trySend(2);
    await idle();
    expect(steps).to.equal(1);
  });

  it('lets what is thrown into a waiting generator by its owner arrive as it is', async () => {
    const channel = new Channel<number>();
    const error = new Error('from outside');
    const seen: unknown[] = [];
    function* waits(): Routine<void> {
      try {
        yield* channel.recv();
      } catch (thrown) {
        seen.push(thrown);
      }
    }
    const body = waits();
    go(() => body);
    await idle();
    body.throw(error);
    expect(seen).to.deep.equal([error]);
    // It had waited in line all the while: only who wakes it lets it go.
    expect(channel.trySend(1)).to.equal(true);
  });
});
