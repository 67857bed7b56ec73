import { expect } from 'chai';
import {
  background,
  Canceled,
  cause,
  DeadlineExceeded,
  withCancel,
  withCancelCause,
  withDeadlineCause,
  withoutCancel,
  withTimeout,
  withTimeoutCause,
  withValue,
  key,
  type Context,
} from 'millrace/context';
import { Custom, Wrapper } from './support.ts';

const [x, y, z] = ['x', 'y', 'z'].map((name) => new Error(name)) as [Error, Error, Error];
const LONG = 1e6;

/** CX-12: what is done, and what is seen then of the context that it gives. */
type Row = [title: string, make: () => Context, err: Error | undefined, cause: unknown];

/** Ends the contexts whose deadlines are far away. */
const ends: (() => void)[] = [];
function long<T extends [Context, () => void]>(made: T): T {
  ends.push(made[1]);
  return made;
}

function parentAndChild(
  act: (parent: (cause?: unknown) => void, child: () => void) => void,
): Context {
  const [parent, endParent] = withCancelCause(background());
  const [child, endChild] = withCancel(parent);
  act(endParent, endChild);
  return child;
}

function twoCauses(
  act: (parent: (cause?: unknown) => void, child: (cause?: unknown) => void) => void,
): Context {
  const [parent, endParent] = withCancelCause(background());
  const [child, endChild] = withCancelCause(parent);
  act(endParent, endChild);
  return child;
}

function plainParent(act: (parent: () => void, child: (cause?: unknown) => void) => void): Context {
  const [parent, endParent] = withCancel(background());
  const [child, endChild] = withCancelCause(parent);
  act(endParent, endChild);
  return child;
}

function custom(act: (parent: (cause?: unknown) => void, own: Custom) => void): Context {
  const [parent, end] = withCancelCause(background());
  const own = new Custom(parent);
  act(end, own);
  return own;
}

const rows: Row[] = [
  ['background', background, undefined, undefined],
  ['a cancel that is to come', () => withCancel(background())[0], undefined, undefined],
  [
    'cancel',
    () => {
      const [ctx, cancel] = withCancel(background());
      cancel();
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  [
    'cancel(x)',
    () => {
      const [ctx, cancel] = withCancelCause(background());
      cancel(x);
      return ctx;
    },
    Canceled,
    x,
  ],
  [
    'cancel(undefined)',
    () => {
      const [ctx, cancel] = withCancelCause(background());
      cancel(undefined);
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  [
    'cancel(null)',
    () => {
      const [ctx, cancel] = withCancelCause(background());
      cancel(null);
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  ['parent x, child y', () => twoCauses((p, c) => (p(x), c(y))), Canceled, x],
  ['child y, parent x', () => twoCauses((p, c) => (c(y), p(x))), Canceled, y],
  ['parent x, child cancel', () => parentAndChild((p, c) => (p(x), c())), Canceled, x],
  ['child cancel, parent x', () => parentAndChild((p, c) => (c(), p(x))), Canceled, Canceled],
  ['parent cancel, child y', () => plainParent((p, c) => (p(), c(y))), Canceled, Canceled],
  ['child y, parent cancel', () => plainParent((p, c) => (c(y), p())), Canceled, y],
  ['timeout 0', () => withTimeout(background(), 0)[0], DeadlineExceeded, DeadlineExceeded],
  [
    'timeout long, cancel',
    () => {
      const [ctx, cancel] = withTimeout(background(), LONG);
      cancel();
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  ['timeout 0 for z', () => withTimeoutCause(background(), 0, z)[0], DeadlineExceeded, z],
  [
    'timeout 0 for z, cancel',
    () => {
      const [ctx, cancel] = withTimeoutCause(background(), 0, z);
      cancel();
      return ctx;
    },
    DeadlineExceeded,
    z,
  ],
  ['deadline passed for z', () => withDeadlineCause(background(), 0, z)[0], DeadlineExceeded, z],
  [
    'timeout long for z, cancel',
    () => {
      const [ctx, cancel] = withTimeoutCause(background(), LONG, z);
      cancel();
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  [
    'timeout 0 for z under a parent, parent x',
    () => {
      const [parent, end] = withCancelCause(background());
      const [ctx] = withTimeoutCause(parent, 0, z);
      end(x);
      return ctx;
    },
    DeadlineExceeded,
    z,
  ],
  [
    'timeout long for z under a parent, parent x',
    () => {
      const [parent, end] = withCancelCause(background());
      const [ctx] = withTimeoutCause(parent, LONG, z);
      end(x);
      return ctx;
    },
    Canceled,
    x,
  ],
  [
    'timeout long for z under an earlier deadline, which passes: z is dropped',
    () => {
      const [parent] = long(withTimeoutCause(background(), LONG, x));
      const [ctx, cancel] = withTimeoutCause(parent, 2 * LONG, z);
      (cancel as () => void)();
      return ctx;
    },
    Canceled,
    Canceled,
  ],
  [
    'without cancel of one that was cancelled for x',
    () => withoutCancel(twoCauses((_, child) => child(x))),
    undefined,
    undefined,
  ],
  [
    'a child of one without cancel',
    () => withCancel(withoutCancel(twoCauses((_, child) => child(x))))[0],
    undefined,
    undefined,
  ],
  [
    'a value under cancel(x)',
    () =>
      withValue(
        twoCauses((_, child) => child(x)),
        key<number>('k'),
        1,
      ),
    Canceled,
    x,
  ],
  ['custom, ended itself', () => custom((_, own) => own.end(Canceled)), Canceled, Canceled],
  [
    'custom, parent x, ended itself',
    () => custom((parent, own) => (parent(x), own.end(Canceled))),
    Canceled,
    x,
  ],
  [
    'custom, ended itself, parent x',
    () => custom((parent, own) => (own.end(Canceled), parent(x))),
    Canceled,
    x,
  ],
  ['custom, not ended, parent x', () => custom((parent) => parent(x)), undefined, undefined],
  ['a wrapper of cancel(x)', () => new Wrapper(twoCauses((_, child) => child(x))), Canceled, x],
  [
    'custom without any of ours',
    () => {
      const own = new Custom(background());
      own.end(y);
      return own;
    },
    y,
    y,
  ],
];

describe('cause', () => {
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  for (const [title, make, err, why] of rows) {
    it(`${title} [CX-10, CX-11, CX-12]`, () => {
      const ctx = make();
      expect([ctx.err(), cause(ctx)]).to.deep.equal([err, why]);
      // A child that comes later has the same end, unless its parent has none.
      if (ctx instanceof Custom || err === undefined) return;
      const [child] = withCancel(ctx);
      expect([child.err(), cause(child)]).to.deep.equal([err, why]);
    });
  }

  it('may be anything; falsy ones count as well [CX-10]', () => {
    for (const why of [0, '', false, NaN, Symbol('s')]) {
      const [ctx, cancel] = withCancelCause(background());
      cancel(why);
      expect(cause(ctx)).to.deep.equal(why);
      expect(ctx.err()).to.equal(Canceled);
    }
  });
});
