import { expect } from 'chai';
import { Channel, go, gosched, MisuseError, numGoroutine, sleep, until } from 'millrace';
import type { Op, Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, idle } from '../goroutine/script.ts';
import { expectError, thrownBy } from './support.ts';

const hint = 'yield* an operation or until(promise)';

/** What a generator may yield by mistake, and how the error calls it. */
const foreign: readonly (readonly [string, () => unknown, string])[] = [
  ['nothing', () => undefined, 'undefined'],
  ['null', () => null, 'object'],
  ['a number', () => 5, 'number'],
  ['a promise', () => Promise.resolve(1), 'object'],
  ['an operation without the star', () => new Channel<number>(1).send(1), 'an operation'],
  ['a receive without the star', () => new Channel<number>().recv(), 'an operation'],
  ['a goroutine without the star', () => go(function* () {}), 'an operation'],
  ['what an iterator gives', () => ({ done: false, value: 1 }), 'object'],
];

/** What TypeScript lets a goroutine be if it is not annotated as a routine. */
type Loose<T = void> = Generator<unknown, T, void>;

describe('a generator goroutine that yields something foreign', () => {
  for (const [name, make, called] of foreign) {
    it(`fails there, and only it: ${name}`, async () => {
      const before = numGoroutine();
      const order: string[] = [];
      const started = go(function* (): Loose {
        try {
          yield make();
          order.push('went on');
        } finally {
          order.push('finally');
        }
      });
      const other = go(function* () {
        yield* gosched();
        order.push('other');
      });
      const error = await failure(started);
      const which = `goroutine ${started.id} anonymous`;
      expectError(error, MisuseError, 'MISUSE', `${which} yielded ${called}: ${hint}`);
      await other;
      await idle();
      expect(order).to.deep.equal(['finally', 'other']);
      expect(numGoroutine()).to.equal(before);
      expect(kernel.current).to.equal(null);
    });

    it(`can catch it and go on: ${name}`, async () => {
      const channel = new Channel<number>();
      const started = go(function* (): Loose<unknown[]> {
        try {
          yield make();
        } catch (error) {
          const got = yield* channel.recv();
          return [error, got.value];
        }
        return [];
      });
      await idle();
      channel.trySend(7);
      const [error, value] = (await started) as unknown[];
      expect(error).to.be.instanceOf(MisuseError);
      expect(value).to.equal(7);
    });

    it(`is ended when it does so again: ${name}`, async () => {
      const order: string[] = [];
      const started = go(function* (): Loose {
        try {
          yield make();
        } catch {
          try {
            yield make();
            order.push('went on');
          } finally {
            order.push('finally');
          }
        }
        order.push('went on');
      });
      expect(await failure(started)).to.be.instanceOf(MisuseError);
      expect(order).to.deep.equal(['finally']);
    });
  }

  it('is told so where a nested yield* does it', async () => {
    function* inner(): Loose {
      yield 1;
    }
    const started = go(function* (): Loose<unknown> {
      yield* gosched();
      try {
        yield* inner();
      } catch (error) {
        return error;
      }
      return undefined;
    });
    expect(await started).to.be.instanceOf(MisuseError);
  });

  it('reaches the host when nobody joins', async () => {
    const heard = await hostErrors(() => {
      go(function* (): Loose {
        yield 1;
      });
    });
    expect(heard.exceptions).to.have.length(1);
    expect(heard.exceptions[0]?.cause).to.be.instanceOf(MisuseError);
  });
});

const spread = 'an operation is waited for with yield* or await, not iterated';

/** The ways to take an iterable apart. */
const apart: Record<string, (op: Op<unknown>) => unknown> = {
  'for…of': (op) => {
    for (const one of op as Iterable<unknown>) return one;
    return undefined;
  },
  spread: (op) => [...(op as Iterable<unknown>)],
  'an array pattern': (op) => {
    const [one] = op as Iterable<unknown>;
    return one;
  },
  'Array.from': (op) => Array.from(op as Iterable<unknown>),
  'new Set': (op) => new Set(op as Iterable<unknown>),
};

describe('an operation that is taken apart like a list', () => {
  for (const [name, take] of Object.entries(apart)) {
    it(`throws, and can be waited for still: ${name}`, async () => {
      const channel = new Channel<number>();
      function* inside(): Routine<unknown> {
        const ready = sleep(0);
        const waiting = channel.recv();
        const joined = go(function* () {});
        for (const op of [ready, waiting, joined]) {
          expectError(
            thrownBy(() => take(op)),
            MisuseError,
            'MISUSE',
            spread,
          );
        }
        yield* ready;
        yield* joined;
        return (yield* waiting).value;
      }
      const started = go(inside);
      await idle();
      channel.trySend(1);
      expect(await started).to.equal(1);

      const outside = [channel.recv(), until(Promise.resolve(2)), go(function* () {})];
      for (const op of outside) {
        expectError(
          thrownBy(() => take(op)),
          MisuseError,
          'MISUSE',
          spread,
        );
      }
      channel.trySend(3);
      const [first, second] = await Promise.all(outside);
      expect(first).to.deep.equal({ value: 3, ok: true, done: false });
      expect(second).to.equal(2);
    });
  }

  it('and of a failed one the failure is told as ever', async () => {
    const channel = new Channel<number>();
    channel.close();
    const heard = await hostErrors(async () => {
      await go(function* () {
        const op = channel.send(1);
        expectError(
          thrownBy(() => [...(op as Iterable<unknown>)]),
          MisuseError,
          'MISUSE',
          spread,
        );
      });
    });
    expect(heard.rejections).to.have.length(1);
  });
});

describe('yield* outside of a goroutine', () => {
  it('throws, and the operation can be waited for still', async () => {
    const channel = new Channel<number>();
    const op = channel.recv();
    const bare = (function* () {
      yield* op;
    })();
    const message = 'yield* outside a goroutine: start one with go';
    expectError(
      thrownBy(() => bare.next()),
      MisuseError,
      'MISUSE',
      message,
    );
    channel.trySend(1);
    expect((await op).value).to.equal(1);
  });

  it('throws in a generator that an async goroutine steps by hand', async () => {
    const channel = new Channel<number>();
    const caught = go(async () => {
      const op = channel.recv();
      const bare = (function* () {
        yield* op;
      })();
      const error = thrownBy(() => bare.next());
      return [error, (await op).value];
    });
    await idle();
    channel.trySend(2);
    const [error, value] = await caught;
    expect(error).to.be.instanceOf(MisuseError);
    expect(value).to.equal(2);
  });

  it('throws for a step by hand without a suspension between, and waits for the first', async () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const started = go(function* () {
      const [one, two] = [a.recv(), b.recv()];
      const hands = one[Symbol.iterator]();
      const first = hands.next(undefined);
      const error = thrownBy(() => two[Symbol.iterator]().next(undefined));
      expect(first.done).to.equal(false);
      expectError(error, MisuseError, 'MISUSE', spread);
      return 'over';
    });
    expect(await started).to.equal('over');
    a.trySend(1);
    b.trySend(2);
    await idle();
    kernel.home.check();
  });
});

/** `yield*` as JavaScriptCore has it: what a step gave is handed on in an object of its own. */
function* handedOn<T>(op: Op<T>): Routine<T> {
  const hands = op[Symbol.iterator]();
  for (;;) {
    const step = hands.next(undefined);
    if (step.done === true) return step.value;
    yield step.value;
  }
}

describe('a wait whose result is handed on in another object', () => {
  for (const value of [1, undefined, null, NaN]) {
    it(`goes on when the operation is over: ${value}`, async () => {
      const channel = new Channel<unknown>();
      const sender = go(() => handedOn(channel.send(value)));
      const receiver = go(() => handedOn(channel.recv()));
      expect(await receiver).to.deep.equal({ value, ok: true, done: false });
      expect(await sender).to.equal(undefined);
      kernel.home.check();
    });
  }

  it('is no excuse for what is yielded in the next step', async () => {
    const channel = new Channel<number>();
    const started = go(function* (): Loose {
      yield* handedOn(channel.recv());
      yield 5;
    });
    await channel.send(1);
    expect(await failure(started)).to.be.instanceOf(MisuseError);
  });
});
