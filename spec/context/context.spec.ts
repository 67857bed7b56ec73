import { expect } from 'chai';
import { Channel, GoError, MisuseError, trySelect } from 'millrace';
import * as context from 'millrace/context';
import { Custom, ended, Wrapper } from './support.ts';

const { background, Canceled, cause, DeadlineExceeded, todo } = context;

describe('background and todo', () => {
  for (const [make, text] of [
    [background, 'context.Background'],
    [todo, 'context.TODO'],
  ] as const) {
    it(`${text} is never over and has nothing [CX-01, CX-02]`, () => {
      const ctx = make();
      expect(make()).to.equal(ctx);
      expect(String(ctx)).to.equal(text);
      expect(ctx.done()).to.equal(Channel.nil());
      expect(trySelect({ done: ctx.done() })).to.equal(undefined);
      expect(ended(ctx)).to.deep.equal([undefined, undefined]);
      expect(ctx.deadline()).to.equal(undefined);
      expect(ctx.value(context.key('any'))).to.equal(undefined);
      expect(ctx.signal.aborted).to.equal(false);
      expect(ctx.signal).to.equal(make().signal);
    });
  }

  it('are two [CX-02]', () => {
    expect(background()).not.to.equal(todo());
  });
});

describe('the errors of contexts', () => {
  it("have Go's texts, codes, and classes [CX-03]", () => {
    expect([Canceled.message, Canceled.code]).to.deep.equal([
      'context canceled',
      'CONTEXT_CANCELED',
    ]);
    expect([DeadlineExceeded.message, DeadlineExceeded.code]).to.deep.equal([
      'context deadline exceeded',
      'CONTEXT_DEADLINE_EXCEEDED',
    ]);
    expect(Canceled).to.be.instanceOf(context.CanceledError);
    expect(Canceled.name).to.equal('CanceledError');
    expect(DeadlineExceeded).to.be.instanceOf(context.DeadlineExceededError);
    expect(DeadlineExceeded).to.be.instanceOf(GoError);
    expect(Canceled).not.to.equal(DeadlineExceeded);
  });

  it('say that a deadline is a timeout, and temporary [CX-03]', () => {
    expect(DeadlineExceeded.timeout()).to.equal(true);
    expect(DeadlineExceeded.temporary()).to.equal(true);
    expect('timeout' in Canceled).to.equal(false);
  });
});

describe('a context without a parent', () => {
  const makers: [string, (parent: never) => unknown][] = [
    ['withCancel', context.withCancel],
    ['withCancelCause', context.withCancelCause],
    ['withDeadline', (parent) => context.withDeadline(parent, 0)],
    ['withDeadlineCause', (parent) => context.withDeadlineCause(parent, 0, 'x')],
    ['withTimeout', (parent) => context.withTimeout(parent, 1)],
    ['withTimeoutCause', (parent) => context.withTimeoutCause(parent, 1, 'x')],
    ['withValue', (parent) => context.withValue(parent, context.key('k'), 1)],
    ['withoutCancel', context.withoutCancel],
    ['afterFunc', (parent) => context.afterFunc(parent, () => {})],
  ];
  for (const [name, make] of makers) {
    it(`is refused by ${name} [CX-04]`, () => {
      for (const parent of [undefined, null] as never[]) {
        expect(() => make(parent))
          .to.throw(context.NilParentError, /^cannot create context from nil parent$/)
          .with.property('code', 'CANNOT_CREATE_CONTEXT_FROM_NIL_PARENT');
      }
      for (const parent of [AbortSignal.abort(), new Channel(), 5, {}] as never[])
        expect(() => make(parent)).to.throw(MisuseError, /^a context was expected$/);
    });
  }
});

describe('a context written out', () => {
  const at = Date.UTC(2100, 0, 2, 3, 4, 5);

  it('says where it comes from [CX-23]', () => {
    const [cancelled] = context.withCancel(background());
    const [caused] = context.withCancelCause(cancelled);
    const detached = context.withoutCancel(caused);
    expect(String(detached)).to.equal('context.Background.WithCancel.WithCancel.WithoutCancel');
  });

  it('shows a deadline, and what is left until then [CX-23]', () => {
    const [deadline, cancel] = context.withDeadline(todo(), at);
    expect(String(deadline)).to.match(
      /^context\.TODO\.WithDeadline\(2100-01-02T03:04:05\.000Z \[\d+h\d+m[\d.]+s\]\)$/,
    );
    const [never, end] = context.withTimeout(todo(), Infinity);
    expect(String(never)).to.equal(
      'context.TODO.WithDeadline(Infinity [2562047h47m16.854775807s])',
    );
    const [over] = context.withTimeout(todo(), -1);
    expect(String(over)).to.match(/^context\.TODO\.WithDeadline\(\d+-.*Z \[-[\d.]+m?s\]\)$/);
    cancel();
    end();
  });

  it('is only a WithCancel under an earlier deadline, and a WithDeadline under an equal one [CX-13, CX-23]', () => {
    const [parent, end] = context.withDeadline(background(), at);
    const [later] = context.withDeadline(parent, at + 1);
    const [equal] = context.withDeadline(parent, at);
    expect(String(later)).to.match(/^context\.Background\.WithDeadline\([^)]*\)\.WithCancel$/);
    expect(String(equal)).to.match(/\)\.WithDeadline\(2100-01-02T03:04:05\.000Z \[/);
    end();
  });

  const values: [value: unknown, text: string][] = [
    ['c1k1', 'c1k1'],
    ['', ''],
    [undefined, '<nil>'],
    [null, '<nil>'],
    [5, 'number'],
    [true, 'boolean'],
    [5n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [() => 5, 'function'],
    [{}, 'Object'],
    [Object.create(null), 'object'],
    [['secret'], 'Array'],
    [new Error('secret'), 'Error'],
    [new Map(), 'Map'],
    [new (class Token {})(), 'Token'],
    [new URL('https://example.com/'), 'https://example.com/'],
    [context.key('other'), 'other'],
  ];
  for (const [value, text] of values) {
    it(`shows the value ${text || 'of no text'} by its text or its type [CX-23]`, () => {
      const ctx = context.withValue(background(), context.key<unknown>('k'), value);
      expect(String(ctx)).to.equal(`context.Background.WithValue(k, ${text})`);
    });
  }

  it('begins with the name of a class of somebody else [CX-23]', () => {
    const [plain] = context.withCancel(new Wrapper(background()));
    expect(String(plain)).to.equal('Wrapper.WithCancel');
    class Named extends Custom {
      override toString(): string {
        return 'named';
      }
    }
    const [named] = context.withCancel(new Named(background()));
    expect(String(named)).to.equal('named.WithCancel');
    expect(cause(named)).to.equal(undefined);
  });
});
