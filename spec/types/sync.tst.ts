/** What `millrace/sync` infers. */
import { gosched, type Op } from 'millrace';
import { Cond, Mutex, Once, onceFunc, onceValue, onceValues, Pool, RWMutex } from 'millrace/sync';
import { describe, expect, it } from 'tstyche';

describe('Once', () => {
  it('runs functions of every form', () => {
    expect(new Once().do(() => 1)).type.toBe<Op<void>>();
    expect(new Once().do(async () => 1)).type.toBe<Op<void>>();
    expect(
      new Once().do(function* () {
        yield* gosched();
      }),
    ).type.toBe<Op<void>>();
    expect(new Once().do).type.not.toBeCallableWith((n: number) => n);
    expect(new Once().do).type.not.toBeCallableWith();
  });
});

describe('onceFunc and its kin', () => {
  it('give what the function returns, awaited', () => {
    expect(onceFunc(() => 1)()).type.toBe<Op<void>>();
    expect(onceValue(() => 1)()).type.toBe<Op<number>>();
    expect(onceValue(async () => 'a')()).type.toBe<Op<string>>();
    const routine = function* () {
      yield* gosched();
      return Promise.resolve(true);
    };
    expect(onceValue(routine)()).type.toBe<Op<boolean>>();
    expect(onceValue(() => gosched())()).type.toBe<Op<void>>();
  });

  it('know tuples', () => {
    expect(onceValues(() => [1, 'a'])()).type.toBe<Op<[number, string]>>();
    expect(onceValues(() => [1, 2] as const)()).type.toBe<Op<[1, 2]>>();
    expect(onceValues(async () => [1, 'a'] as const)()).type.toBe<Op<[1, 'a']>>();
    const routine = function* () {
      yield* gosched();
      return [1, 'a'] as const;
    };
    expect(onceValues(routine)()).type.toBe<Op<readonly [1, 'a']>>();
    expect(onceValues).type.not.toBeCallableWith(() => 1);
  });

  it('take functions without arguments', () => {
    expect(onceFunc).type.not.toBeCallableWith((n: number) => n);
    expect(onceValue).type.not.toBeCallableWith((n: number) => n);
  });
});

describe('Cond', () => {
  it('takes every lock', () => {
    expect(new Cond(new Mutex()).wait()).type.toBe<Op<void>>();
    expect(new Cond(new RWMutex())).type.toBe<Cond>();
    expect(new Cond(new RWMutex().rLocker())).type.toBe<Cond>();
    expect(Cond).type.not.toBeConstructableWith();
    expect(Cond).type.not.toBeConstructableWith(new Once());
  });
});

describe('Pool', () => {
  it('gives what it makes', () => {
    const pool = new Pool({ new: () => new Uint8Array(1) });
    expect(pool.get()).type.toBe<Uint8Array<ArrayBuffer>>();
    expect(pool.put).type.not.toBeCallableWith('a');
  });

  it('may be without a function only if it may give undefined', () => {
    expect(new Pool<string | undefined>().get()).type.toBe<string | undefined>();
    expect(new Pool().get()).type.toBe<unknown>();
    expect(Pool<string>).type.not.toBeConstructableWith();
    expect(Pool<string>).type.toBeConstructableWith({ new: () => 'a' });
  });
});
