/** What comes of a select: a union that its key tells apart, without a cast. */
import { after, Channel, select, trySelect } from 'millrace';
import type { Arm, Op, Received, Receiver, Selected, Sender } from 'millrace';
import { describe, expect, it } from 'tstyche';

declare const numbers: Channel<number>;
declare const words: Receiver<string>;
declare const flags: Sender<boolean>;

type Took<K, T> = { key: K; value: T; ok: true } | { key: K; value: undefined; ok: false };
type Sent<K> = { key: K; value: undefined; ok: true };

describe('select', () => {
  it('gives a union tagged by the names of a record', async () => {
    const op = select({ numbers, words, flag: flags.onSend(true), timeout: after(1) });
    type Wanted =
      Took<'numbers', number> | Took<'words', string> | Sent<'flag'> | Took<'timeout', number>;
    expect<Awaited<typeof op>>().type.toBe<Wanted>();
    expect(op).type.toBeAssignableTo<Op<Wanted>>();
  });

  it('is exhausted by a switch over its keys', async () => {
    const got = await select({ numbers, words, flag: flags.onSend(true) });
    switch (got.key) {
      case 'numbers':
        expect(got.value).type.toBe<number | undefined>();
        if (got.ok) expect(got.value).type.toBe<number>();
        break;
      case 'words':
        if (got.ok) expect(got.value).type.toBe<string>();
        else expect(got.value).type.toBe<undefined>();
        break;
      case 'flag':
        expect(got.value).type.toBe<undefined>();
        expect(got.ok).type.toBe<true>();
        break;
      default:
        expect(got).type.toBe<never>();
    }
  });

  it('tells a key that no arm has', async () => {
    const got = await select({ numbers, words });
    // @ts-expect-error have no overlap
    if (got.key === 'number') return;
  });

  it('lets a function return from every case', () => {
    async function first(): Promise<string> {
      const got = await select({ numbers, words });
      switch (got.key) {
        case 'numbers':
          return got.ok ? got.value.toFixed() : 'closed';
        case 'words':
          return got.ok ? got.value.trim() : 'closed';
      }
    }
    expect(first).type.toBeCallableWith();
  });

  it('has numbers for the keys of a list', async () => {
    const list: Channel<number>[] = [];
    const got = await select(list);
    expect(got).type.toBe<Took<number, number>>();
    const readonlyList: readonly Receiver<string>[] = [];
    expect(await select(readonlyList)).type.toBe<Took<number, string>>();
    const mixed: (Channel<number> | Receiver<string> | null)[] = [];
    expect(await select(mixed)).type.toBe<Took<number, number> | Took<number, string>>();
  });

  it('has the literal numbers for the keys of a tuple', async () => {
    const got = await select([numbers, words, flags.onSend(false), null]);
    expect(got).type.toBe<Took<0, number> | Took<1, string> | Sent<2>>();
    switch (got.key) {
      case 0:
        if (got.ok) expect(got.value).type.toBe<number>();
        break;
      case 1:
        if (got.ok) expect(got.value).type.toBe<string>();
        break;
      case 2:
        break;
      default:
        expect(got).type.toBe<never>();
    }
    const tuple: [Channel<number>, Receiver<string>] = [numbers, words];
    expect(await select(tuple)).type.toBe<Took<0, number> | Took<1, string>>();
  });

  it('leaves out arms that are never ready [SEL-10]', async () => {
    const got = await select({ numbers, off: null, gone: undefined });
    expect(got).type.toBe<Took<'numbers', number>>();
    const maybe = numbers as Channel<number> | null;
    expect(await select({ maybe, words })).type.toBe<
      Took<'maybe', number> | Took<'words', string>
    >();
    expect(await select({ off: null })).type.toBe<never>();
    expect(await select({})).type.toBe<never>();
    expect(await select([])).type.toBe<never>();
  });

  it('takes optional properties', async () => {
    const arms: { numbers: Channel<number>; words?: Receiver<string> } = { numbers };
    expect(await select(arms)).type.toBe<Took<'numbers', number> | Took<'words', string>>();
    const loose: { words?: Receiver<string> | undefined } = {};
    expect(await select(loose)).type.toBe<Took<'words', string>>();
  });

  it('takes interfaces, type aliases and records', async () => {
    interface Arms {
      numbers: Channel<number>;
      readonly words: Receiver<string>;
      flag: Arm<void>;
    }
    type Wanted = Took<'numbers', number> | Took<'words', string> | Sent<'flag'>;
    expect(await select({} as Arms)).type.toBe<Wanted>();
    const byName: Record<string, Channel<number>> = {};
    expect(await select(byName)).type.toBe<Took<string, number>>();
    expect(await select({} as Readonly<Arms>)).type.toBe<Wanted>();
    expect(await select({} as Partial<Arms>)).type.toBe<Wanted>();
  });

  it('takes an arm that may be one of several', async () => {
    const either = numbers as Channel<number> | Channel<string>;
    expect(await select({ either })).type.toBe<Took<'either', number> | Took<'either', string>>();
  });

  it('keeps what a received value is', async () => {
    const odd: Receiver<undefined> = new Channel<undefined>();
    const got = await select({ odd });
    expect(got).type.toBe<Took<'odd', undefined>>();
    const promises = new Channel<Promise<number>>();
    expect(await select({ promises })).type.toBe<Took<'promises', Promise<number>>>();
    const inner = await select({ channels: new Channel<Sender<number>>() });
    if (inner.ok) expect(inner.value).type.toBe<Sender<number>>();
  });

  it('works in a generator goroutine alike', () => {
    function* routine() {
      return yield* select({ numbers, words });
    }
    expect(routine().next().value).type.toBeAssignableFrom<Took<'numbers', number>>();
    expect<Generator extends ReturnType<typeof routine> ? 1 : 0>().type.toBe<0>();
  });

  it('refuses what is no arm', () => {
    expect(select).type.not.toBeCallableWith({ flags });
    expect(select).type.not.toBeCallableWith({ numbers: 1 });
    expect(select).type.not.toBeCallableWith({ numbers: () => numbers });
    expect(select).type.not.toBeCallableWith([numbers, Promise.resolve(1)]);
    expect(select).type.not.toBeCallableWith(numbers);
    expect(select).type.not.toBeCallableWith(numbers, words);
    expect(select).type.not.toBeCallableWith(null);
    expect(select).type.not.toBeCallableWith('numbers');
    expect(select).type.not.toBeCallableWith(new Map([['numbers', numbers]]));
    expect(select).type.not.toBeCallableWith();
    expect(trySelect).type.not.toBeCallableWith({ flags });
    expect(trySelect).type.not.toBeCallableWith({ numbers }, {});
  });

  it('waits under a signal, and knows no other option', () => {
    expect(select).type.toBeCallableWith({ numbers }, { signal: new AbortController().signal });
    expect(select).type.toBeCallableWith({ numbers }, { signal: undefined });
    expect(select).type.not.toBeCallableWith({ numbers }, { timeout: 1 });
  });
});

describe('trySelect', () => {
  it('gives the same, or undefined, and never waits [SEL-07]', () => {
    expect(trySelect({ numbers, words })).type.toBe<
      Took<'numbers', number> | Took<'words', string> | undefined
    >();
    expect(trySelect([numbers])).type.toBe<Took<0, number> | undefined>();
  });
});

describe('a select in a generic function [CH-57]', () => {
  it('gives elements of the type parameter', async () => {
    async function either<A, B>(a: Receiver<A>, b: Receiver<B>): Promise<A | B | undefined> {
      const got = await select({ a, b });
      switch (got.key) {
        case 'a':
          return got.value;
        case 'b':
          return got.value;
      }
    }
    expect(await either(numbers, words)).type.toBe<number | string | undefined>();

    async function fromAny<T>(channels: readonly Channel<T>[]): Promise<T | undefined> {
      const got = await select(channels);
      return got.ok ? got.value : undefined;
    }
    expect(await fromAny([numbers])).type.toBe<number | undefined>();

    async function offer<T>(channel: Channel<T>, value: T): Promise<'sent' | 'closed' | T> {
      const got = await select({ put: channel.onSend(value), take: channel });
      if (got.key === 'put') return 'sent';
      return got.ok ? got.value : 'closed';
    }
    expect(await offer(numbers, 1)).type.toBe<number | 'sent' | 'closed'>();
  });

  it('is named by Selected', () => {
    type Arms = { numbers: Channel<number>; words: Receiver<string> | null };
    expect<Selected<Arms>>().type.toBe<Took<'numbers', number> | Took<'words', string>>();
    expect<Selected<[Channel<1>]>>().type.toBe<Took<0, 1>>();
    expect<Received<1>>().type.not.toBeAssignableTo<Selected<Arms>>();
  });
});
