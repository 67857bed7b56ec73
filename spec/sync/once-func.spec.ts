import { expect } from 'chai';
import { Channel, goexit, GoexitError, gosched, type Op } from 'millrace';
import { onceFunc, onceValue, onceValues } from 'millrace/sync';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, forms, idle, wait } from './support.ts';

/** What each of the three makes of a function, and what that gives for 7. */
const kinds: Record<
  string,
  {
    make: (fn: () => unknown) => (options?: { signal?: AbortSignal }) => Op<unknown>;
    gives: unknown;
  }
> = {
  onceFunc: { make: onceFunc, gives: undefined },
  onceValue: { make: onceValue, gives: 7 },
  onceValues: { make: onceValues as never, gives: 7 },
};

/** Functions of every form that count their calls. */
const functions: Record<string, (count: () => number) => () => unknown> = {
  plain: (count) => count,
  generator: (count) =>
    function* () {
      yield* gosched();
      return count();
    },
  async: (count) => async () => {
    await gosched();
    return count();
  },
  'that returns an operation': (count) => () => {
    const channel = new Channel<number>(1);
    channel.trySend(count());
    return channel.recv().then(({ value }) => value);
  },
};

for (const [kind, { make, gives }] of Object.entries(kinds)) {
  describe(kind, () => {
    for (const form of forms) {
      const call = (fn: () => Op<unknown>): Promise<unknown> =>
        form.start(function* () {
          return yield* wait(fn);
        });

      for (const [name, body] of Object.entries(functions)) {
        it(`asks once and gives every caller what came of it: ${name}, ${form.name} [ON-06]`, async () => {
          let calls = 0;
          const f = make(
            body(() => {
              calls++;
              return 7;
            }),
          );
          expect(calls).to.equal(0);
          const all = await Promise.all(Array.from({ length: 5 }, () => call(() => f())));
          all.push(await call(() => f()), await call(() => f({})));
          expect(all).to.deep.equal(Array.from({ length: 7 }, () => gives));
          expect(calls).to.equal(1);
        });

        it(`fails for every caller with the same error: ${name}, ${form.name} [ON-06]`, async () => {
          const error = new Error('no');
          let calls = 0;
          const f = make(
            body(() => {
              calls++;
              throw error;
            }),
          );
          const { exceptions, rejections } = await hostErrors(async () => {
            const all = await Promise.all(
              Array.from({ length: 5 }, () => failure(call(() => f()))),
            );
            all.push(await failure(call(() => f())));
            expect(all).to.deep.equal(Array.from({ length: 6 }, () => error));
            expect(all.every((one) => one === error)).to.equal(true);
          });
          expect(calls).to.equal(1);
          expect([...exceptions, ...rejections]).to.deep.equal([]);
        });
      }

      it(`lets every caller exit whose function called goexit: ${form.name} [ON-08]`, async () => {
        let calls = 0;
        const f = make(() => {
          calls++;
          goexit();
        });
        for (let i = 0; i < 3; i++) {
          let after = false;
          const caller = form.start(function* () {
            yield* wait(() => f());
            after = true;
          });
          expect(await failure(caller)).to.be.instanceOf(GoexitError);
          expect(after).to.equal(false);
        }
        expect(calls).to.equal(1);
      });

      it(`keeps an error for who comes later, though who started it gave up: ${form.name} [ON-06]`, async () => {
        const gate = new Channel<void>();
        const error = new Error('no');
        const controller = new AbortController();
        const f = make(function* () {
          yield* gate.recv();
          throw error;
        });
        const { exceptions, rejections } = await hostErrors(async () => {
          const gone = failure(call(() => f({ signal: controller.signal })));
          await idle();
          controller.abort('enough');
          expect(await gone).to.equal('enough');
          gate.trySend();
          await idle();
          expect(await failure(call(() => f()))).to.equal(error);
        });
        expect([...exceptions, ...rejections]).to.deep.equal([]);
      });
    }

    it('lets go of its function once that has started [ON-07]', async () => {
      const f = make(held());
      await f();
      await idle();
      await idle();
      (globalThis as { gc?: () => void }).gc?.();
      await idle();
      expect(kept?.deref()).to.equal(undefined);
      await f();
    });
  });
}

let kept: WeakRef<object> | null = null;

/** A function that nobody else holds. */
function held(): () => number {
  const big = { of: new Array(1000).fill(0) };
  const fn = (): number => big.of.length;
  kept = new WeakRef(fn);
  return fn;
}

describe('onceValue', () => {
  it('makes no garbage in generator goroutines: it gives the same operation each time [ON-09]', async () => {
    const { go } = await import('millrace');
    const f = onceValue(() => 7);
    await f();
    await go(function* () {
      const one = f();
      expect(f()).to.equal(one);
      expect(yield* one).to.equal(7);
      expect(yield* f()).to.equal(7);
    });
  });

  it('gives any value, untouched', async () => {
    for (const value of [undefined, null, Number.NaN, () => 1, new Channel<number>()]) {
      expect(await onceValue(() => value)()).to.deep.equal(value);
    }
  });
});

describe('onceValues', () => {
  it('has the types of a tuple', async () => {
    const f = onceValues(function* () {
      yield* gosched();
      return [1, 'a'];
    });
    const [n, text]: [number, string] = (await f()) as [number, string];
    expect([n, text]).to.deep.equal([1, 'a']);
  });
});
