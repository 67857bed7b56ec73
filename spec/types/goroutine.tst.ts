/** Goroutines and operations: both forms infer the same, and nothing is `any`. */
import { Channel, go, goexit, gosched, numGoroutine, run, sleep, until, WaitGroup } from 'millrace';
import type {
  Goroutine,
  Joined,
  Op,
  Received,
  Receiver,
  Routine,
  Startable,
  Suspended,
} from 'millrace';
import { describe, expect, it } from 'tstyche';

declare const numbers: Channel<number>;

function* light(a: number, b: string) {
  yield* gosched();
  const { value } = yield* numbers.recv();
  return `${b}${a + (value ?? 0)}`;
}

async function heavy(a: number, b: string): Promise<string> {
  await gosched();
  return `${b}${a}`;
}

describe('go', () => {
  it('gives what the function returns, awaited', () => {
    expect(go(light, 1, 'a')).type.toBe<Goroutine<string>>();
    expect(go(heavy, 1, 'a')).type.toBe<Goroutine<string>>();
    expect(go(() => 1)).type.toBe<Goroutine<number>>();
    expect(go(async () => {})).type.toBe<Goroutine<void>>();
    expect(go(function* () {})).type.toBe<Goroutine<void>>();
    expect(go(() => sleep(1))).type.toBe<Goroutine<void>>();
    expect(go(() => light(1, 'a'))).type.toBe<Goroutine<string>>();
    expect(go(() => go(heavy, 1, 'a'))).type.toBe<Goroutine<string>>();
  });

  it('awaits what a routine returns', () => {
    const routine = function* () {
      yield* gosched();
      return Promise.resolve(1);
    };
    expect(go(routine)).type.toBe<Goroutine<number>>();
    expect<Joined<Routine<Promise<Promise<1>>>>>().type.toBe<1>();
    expect<Joined<Promise<1>>>().type.toBe<1>();
    expect<Joined<Routine<1> | Promise<2> | 3>>().type.toBe<1 | 2 | 3>();
  });

  it('takes the arguments of the function, and no others', () => {
    expect(go).type.not.toBeCallableWith(light, 1);
    expect(go).type.not.toBeCallableWith(light, 'a', 1);
    expect(go).type.not.toBeCallableWith(light, 1, 'a', 2);
    expect(go).type.not.toBeCallableWith(heavy, 1, 2);
    expect(go).type.not.toBeCallableWith(() => {}, 1);
    const optional = (a: number, b?: string, ...c: boolean[]): string => `${a}${b}${c}`;
    expect(go(optional, 1)).type.toBe<Goroutine<string>>();
    expect(go(optional, 1, 'b', true, false)).type.toBe<Goroutine<string>>();
    expect(go).type.not.toBeCallableWith(optional, 1, 2);
  });

  it('takes functions only', () => {
    expect(go).type.not.toBeCallableWith();
    expect(go).type.not.toBeCallableWith(undefined);
    expect(go).type.not.toBeCallableWith(light(1, 'a'));
    expect(go).type.not.toBeCallableWith(Promise.resolve());
  });

  it('takes no generator that yields something foreign, and no async one', () => {
    function* counts() {
      yield 1;
    }
    function* raw() {
      yield numbers.recv();
    }
    async function* both() {
      await gosched();
      yield 1;
    }
    expect(go).type.not.toBeCallableWith(counts);
    expect(go).type.not.toBeCallableWith(raw);
    expect(go).type.not.toBeCallableWith(both);
    expect(go).type.not.toBeCallableWith(function* () {
      yield* [1, 2];
    });
    expect(go).type.not.toBeCallableWith(async function* () {});
    expect(go).type.not.toBeCallableWith(both as typeof both | (() => Promise<void>));
    expect(go).type.not.toBeCallableWith(counts as typeof counts | (() => Promise<void>));
    expect(run).type.not.toBeCallableWith(counts);
    expect(run).type.not.toBeCallableWith(raw);
    expect(run).type.not.toBeCallableWith(both);
    expect(run).type.not.toBeCallableWith(function* () {
      yield* [1, 2];
    });
    expect(run).type.not.toBeCallableWith(async function* () {});
    expect(run).type.not.toBeCallableWith(both as typeof both | (() => Promise<void>));
    expect(run).type.not.toBeCallableWith(counts as typeof counts | (() => Promise<void>));
    expect(go).type.toBeCallableWith((n: number) => [n], 1);
    const main = { *run(): Routine<void> {} } as { run(): Routine<void> | Promise<void> };
    expect(go(main.run)).type.toBe<Goroutine<void>>();
  });

  it('takes what it knows nothing of', () => {
    const whatever: unknown = null;
    expect(go).type.toBeCallableWith(whatever as () => unknown);
    expect(go(whatever as () => unknown)).type.toBe<Goroutine<unknown>>();
    expect(go(whatever as () => object)).type.toBe<Goroutine<object>>();
    expect(go).type.toBeCallableWith(whatever as () => Generator);
    expect(go).type.toBeCallableWith(whatever as GeneratorFunction);
    expect(go(whatever as () => never)).type.toBe<Goroutine<never>>();
  });

  it('can be called by a generic function', () => {
    const routine = <T>(fn: () => Routine<T>) => go(fn);
    expect(routine(() => light(1, 'a'))).type.toBe<Goroutine<string>>();
    const either = <T>(fn: (n: number) => Routine<T> | Promise<T>) => go(fn, 1);
    expect(either(async () => 'a')).type.toBe<Goroutine<string>>();
    const any = <R>(fn: (() => R) & Startable<R>) => go(fn);
    expect(any(() => 1)).type.toBe<Goroutine<number>>();
    expect(any(() => light(1, 'a'))).type.toBe<Goroutine<string>>();
    expect(any).type.not.toBeCallableWith(async function* () {});
  });

  it('infers generic functions', () => {
    function* first<T>(from: Receiver<T>) {
      return (yield* from.recv()).value;
    }
    async function last<T>(from: Receiver<T>): Promise<T | undefined> {
      return (await from.recv()).value;
    }
    expect(go(first, numbers)).type.toBe<Goroutine<number | undefined>>();
    expect(go(last, numbers)).type.toBe<Goroutine<number | undefined>>();
    const same = <T>(value: T): T => value;
    expect(go(same, 'x' as const)).type.toBe<Goroutine<'x'>>();
  });

  it('takes a function that may be of either form', () => {
    const either = light as typeof light | typeof heavy;
    expect(go(either, 1, 'a')).type.toBe<Goroutine<string>>();
    expect(go).type.not.toBeCallableWith(either, 'a', 1);
    for (const form of [light, heavy]) expect(go(form, 1, 'a')).type.toBe<Goroutine<string>>();
    const bodies = [
      function* () {
        return 1;
      },
      async () => 'a',
    ];
    for (const body of bodies) expect(go(body)).type.toBe<Goroutine<number | string>>();
  });

  it('has an id and a name, which nobody sets', () => {
    const goroutine = go(light, 1, 'a');
    expect(goroutine.id).type.toBe<number>();
    expect(goroutine.name).type.toBe<string>();
    // @ts-expect-error it is a read-only property
    goroutine.id = 1;
  });
});

describe('Routine', () => {
  it('annotates a function that calls itself', () => {
    function* sum(n: number): Routine<number> {
      yield* gosched();
      return n === 0 ? 0 : n + (yield* sum(n - 1));
    }
    expect(go(sum, 3)).type.toBe<Goroutine<number>>();
    function* walk(to: Channel<string>, depth: number): Routine<void> {
      yield* to.send('x');
      if (depth > 0) yield* go(walk, to, depth - 1);
    }
    expect(go(walk, new Channel<string>(), 3)).type.toBe<Goroutine<void>>();
  });

  it('is what a body is without an annotation', () => {
    expect(light(1, 'a')).type.toBeAssignableTo<Routine<string>>();
    expect(light(1, 'a')).type.not.toBeAssignableTo<Routine<number>>();
  });

  it('yields operations and nothing else', () => {
    function* wrong(): Routine<void> {
      // @ts-expect-error Type 'number' is not assignable to type 'Suspended'
      yield 1;
      // @ts-expect-error is missing in type 'Op<Received<number>>' but required in type 'Suspended'
      yield numbers.recv();
      // @ts-expect-error must have a '[Symbol.iterator]()' method
      yield* Promise.resolve(1);
    }
    expect(wrong()).type.toBe<Routine<void>>();
    expect<Suspended>().type.not.toBeAssignableFrom<object>();
  });
});

describe('Op', () => {
  it('gives the same to await and to yield*', async () => {
    expect(await numbers.recv()).type.toBe<Received<number>>();
    expect(await numbers.send(1)).type.toBe<void>();
    expect(await go(light, 1, 'a')).type.toBe<string>();
    function* routine(): Routine<void> {
      expect(yield* numbers.recv()).type.toBe<Received<number>>();
      expect(yield* numbers.send(1)).type.toBe<void>();
      expect(yield* go(light, 1, 'a')).type.toBe<string>();
      expect(yield* go(heavy, 1, 'a')).type.toBe<string>();
      expect(yield* sleep(1)).type.toBe<void>();
      expect(yield* light(1, 'a')).type.toBe<string>();
    }
    expect(routine()).type.toBe<Routine<void>>();
  });

  it('is a promise', async () => {
    expect<Op<number>>().type.toBeAssignableTo<Promise<number>>();
    expect<Promise<number>>().type.not.toBeAssignableTo<Op<number>>();
    expect(await Promise.all([numbers.recv(), go(light, 1, 'a')])).type.toBe<
      [Received<number>, string]
    >();
    expect(numbers.send(1).catch(() => 2)).type.toBe<Promise<void | number>>();
  });

  it('is covariant', () => {
    expect<Op<1>>().type.toBeAssignableTo<Op<number>>();
    expect<Op<number>>().type.not.toBeAssignableTo<Op<1>>();
  });
});

describe('until', () => {
  it('gives what the promise gives', () => {
    expect(until(Promise.resolve(1))).type.toBe<Op<number>>();
    expect(until(Promise.resolve(Promise.resolve('a')))).type.toBe<Op<string>>();
    expect(until({} as PromiseLike<1>)).type.toBe<Op<1>>();
  });
});

describe('run', () => {
  it('gives what main returns', () => {
    expect(run(async () => 1)).type.toBe<Promise<number>>();
    expect(run(() => light(1, 'a'))).type.toBe<Promise<string>>();
    expect(run(function* () {})).type.toBe<Promise<void>>();
    expect(run(() => {})).type.toBe<Promise<void>>();
    expect(run).type.not.toBeCallableWith(light);
    expect(run).type.toBeCallableWith(() => {}, { sites: false });
    expect(run).type.not.toBeCallableWith(() => {}, { site: false });
  });
});

describe('the rest of the root', () => {
  it('waits with operations, and answers plainly', () => {
    expect(sleep(1)).type.toBe<Op<void>>();
    expect(gosched()).type.toBe<Op<void>>();
    expect(numGoroutine()).type.toBe<number>();
    expect(goexit).type.toBe<() => never>();
    expect(new WaitGroup().wait()).type.toBe<Op<void>>();
    expect(new WaitGroup().go).type.toBeCallableWith(async () => {});
    expect(new WaitGroup().go).type.toBeCallableWith(function* () {
      yield* gosched();
    });
    expect(new WaitGroup().add).type.not.toBeCallableWith('1');
  });
});
