/** What contexts promise to the compiler: keys that know their values, and bridges that fit. */
import { type Receiver, type Signal } from 'millrace';
import {
  afterFunc,
  background,
  cause,
  fromSignal,
  key,
  withCancel,
  withCancelCause,
  withTimeout,
  withValue,
  type Context,
  type Key,
} from 'millrace/context';
import { afterFunc as later, tick, Timer } from 'millrace/time';
import { describe, expect, it } from 'tstyche';

declare const ctx: Context;
const user = key<{ name: string }>('user');

describe('a key', () => {
  it('gives values of its type, or none [CX-18]', () => {
    expect(ctx.value(user)).type.toBe<{ name: string } | undefined>();
  });

  it('takes no values of other types [CX-18]', () => {
    expect(withValue).type.toBeCallableWith(ctx, user, { name: 'gopher' });
    expect(withValue).type.not.toBeCallableWith(ctx, user, { name: 5 });
    expect(withValue).type.not.toBeCallableWith(ctx, 'user', { name: 'gopher' });
    expect<Key<string>>().type.not.toBeAssignableTo<Key<unknown>>();
  });
});

describe('a context', () => {
  it('says that it is over by a channel on which nothing arrives [CX-01]', () => {
    expect(ctx.done()).type.toBe<Receiver<never>>();
    expect(ctx.err()).type.toBe<Error | undefined>();
    expect(ctx.deadline()).type.toBe<number | undefined>();
    expect(cause(ctx)).type.toBe<unknown>();
  });

  it('has a signal for the host and for operations alike', () => {
    expect(ctx.signal).type.toBeAssignableTo<AbortSignal>();
    expect(ctx.signal).type.toBeAssignableTo<Signal>();
    expect(fromSignal).type.toBeCallableWith(new AbortController().signal);
    expect(fetch).type.toBeCallableWith('https://example.com', { signal: ctx.signal });
  });

  it('comes with what ends it [CX-05, CX-10]', () => {
    expect(withCancel(background())[1]).type.toBe<() => void>();
    expect(withTimeout(ctx, 5)[0]).type.toBe<Context>();
    expect(withCancelCause(ctx)[1]).type.toBeCallableWith(new Error('why'));
    expect(withCancel).type.not.toBeCallableWith(undefined);
    expect(withTimeout).type.not.toBeCallableWith(ctx, new Date());
  });

  it('takes goroutine bodies of both forms for what is to come [CX-21]', () => {
    expect(afterFunc).type.toBeCallableWith(ctx, function* () {});
    expect(afterFunc).type.toBeCallableWith(ctx, async () => {});
    expect(afterFunc(ctx, () => {})).type.toBe<() => boolean>();
  });
});

describe('timers', () => {
  it('send times', () => {
    expect(new Timer(5).c).type.toBe<Receiver<number>>();
    expect(tick(5)).type.toBe<Receiver<number>>();
    expect(later(5, async () => {})).type.toBe<Timer>();
  });
});
