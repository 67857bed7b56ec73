import { expect } from 'chai';
import {
  background,
  key,
  NilKeyError,
  withCancel,
  withoutCancel,
  withTimeout,
  withValue,
  type Context,
} from 'millrace/context';
import { Wrapper } from './support.ts';

describe('withValue', () => {
  const [one, two] = [key<string | undefined>('one'), key<number>('two')];

  it('keeps a value for the context and all below: the nearest counts [CX-18]', () => {
    const top = withValue(background(), one, 'top');
    const [cancelled] = withCancel(top);
    const both = withValue(cancelled, two, 2);
    const nearer = withValue(new Wrapper(both), one, 'nearer');
    expect([top, cancelled, both, nearer].map((ctx) => ctx.value(one))).to.deep.equal([
      'top',
      'top',
      'top',
      'nearer',
    ]);
    expect([top.value(two), both.value(two), nearer.value(two)]).to.deep.equal([undefined, 2, 2]);
  });

  it('keeps undefined too, which hides what is above [CX-18]', () => {
    const ctx = withValue(withValue(background(), one, 'hidden'), one, undefined);
    expect(ctx.value(one)).to.equal(undefined);
  });

  it('tells keys of the same name apart [CX-18]', () => {
    const ctx = withValue(background(), key<string>('one'), 'theirs');
    expect(ctx.value(one)).to.equal(undefined);
  });

  it('keeps values as they are', () => {
    const values = [null, NaN, () => 1, Promise.resolve(1)];
    const any = key<unknown>('any');
    for (const value of values) {
      expect(withValue(background(), any, value).value(any)).to.deep.equal(value);
    }
  });

  it('refuses to go without a key [CX-18]', () => {
    for (const nil of [undefined, null] as never[]) {
      expect(() => withValue(background(), nil, 1))
        .to.throw(NilKeyError, /^nil key$/)
        .with.property('code', 'NIL_KEY');
    }
  });

  it('is over when its parent is, and has its deadline [CX-19]', () => {
    const [parent, cancel] = withTimeout(background(), 1e6);
    const ctx = withValue(withValue(parent, one, 'x'), two, 2);
    expect(ctx.done()).to.equal(parent.done());
    expect(ctx.deadline()).to.equal(parent.deadline());
    expect(ctx.signal).to.equal(parent.signal);
    cancel();
    expect(ctx.err()).to.equal(parent.err());
    expect(ctx.err()).not.to.equal(undefined);
  });

  it('is looked up through chains deeper than any stack [CX-18]', () => {
    let ctx: Context = withValue(background(), one, 'far');
    for (let i = 0; i < 100_000; i++) ctx = withValue(ctx, two, i);
    expect([ctx.value(one), ctx.value(two)]).to.deep.equal(['far', 99_999]);
    expect(ctx.err()).to.equal(undefined);
  });
});

describe('withoutCancel', () => {
  it('keeps the values and nothing else [CX-20]', () => {
    const one = key<string>('one');
    const [parent, cancel] = withTimeout(withValue(background(), one, 'x'), 1e6);
    const ctx = withoutCancel(parent);
    const [child, end] = withCancel(ctx);
    cancel();
    expect([ctx.err(), ctx.deadline(), ctx.value(one)]).to.deep.equal([undefined, undefined, 'x']);
    expect(ctx.done()).to.equal(background().done());
    expect(ctx.signal.aborted).to.equal(false);
    expect([child.err(), child.deadline(), child.value(one)]).to.deep.equal([
      undefined,
      undefined,
      'x',
    ]);
    end();
  });
});
