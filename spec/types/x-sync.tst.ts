/** What `millrace/errgroup`, `millrace/semaphore` and `millrace/singleflight` infer. */
import { gosched, type Op, type Receiver } from 'millrace';
import { background, type Context } from 'millrace/context';
import { Group, withContext } from 'millrace/errgroup';
import { Weighted } from 'millrace/semaphore';
import { Group as Flights, type Result, type Shared } from 'millrace/singleflight';
import { describe, expect, it } from 'tstyche';

describe('errgroup', () => {
  it('starts functions of every form', () => {
    const group = new Group();
    expect(group.go(() => 1)).type.toBe<Op<void>>();
    expect(group.go(async () => 1)).type.toBe<Op<void>>();
    expect(group.tryGo(() => gosched())).type.toBe<boolean>();
    expect(group.wait({ signal: AbortSignal.abort() })).type.toBe<Op<void>>();
    expect(group.go).type.not.toBeCallableWith((n: number) => n);
    expect(group.go).type.not.toBeCallableWith(undefined);
  });

  it('has a context beside it', () => {
    expect(withContext(background())).type.toBe<[group: Group, ctx: Context]>();
    expect(withContext).type.not.toBeCallableWith();
  });
});

describe('semaphore', () => {
  it('counts in numbers', () => {
    const semaphore = new Weighted(1);
    expect(semaphore.acquire()).type.toBe<Op<void>>();
    expect(semaphore.acquire(2, { signal: AbortSignal.abort() })).type.toBe<Op<void>>();
    expect(semaphore.tryAcquire(1)).type.toBe<boolean>();
    expect(semaphore.acquire).type.not.toBeCallableWith('1');
    expect(Weighted).type.not.toBeConstructableWith();
  });
});

describe('singleflight', () => {
  it('gives what the group is for, awaited', () => {
    const group = new Flights<number>();
    expect(group.do('a', () => 1)).type.toBe<Op<Shared<number>>>();
    expect(group.do('a', async () => 1)).type.toBe<Op<Shared<number>>>();
    const routine = function* () {
      yield* gosched();
      return 1;
    };
    expect(group.do('a', routine)).type.toBe<Op<Shared<number>>>();
    expect(group.doChan('a', routine)).type.toBe<Receiver<Result<number>>>();
    expect(group.do).type.not.toBeCallableWith('a', () => 'text');
    expect(group.do).type.not.toBeCallableWith(1, () => 1);
    expect(new Flights<number, symbol>().do).type.not.toBeCallableWith('a', () => 1);
  });

  it('tells a value from an error', () => {
    const result = {} as Result<number>;
    if (result.ok) expect(result.value).type.toBe<number>();
    else expect(result.error).type.toBe<unknown>();
  });
});
