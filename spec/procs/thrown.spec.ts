import fc from 'fast-check';
import { expect } from 'chai';
import { Channel } from 'millrace';
import { Canceled, DeadlineExceeded } from 'millrace/context';
import { ErrgroupLimitError } from '../../lib/errgroup/limit-error.ts';
import {
  CloseOfNilError,
  FatalError,
  GoError,
  MisuseError,
  SendOnClosedError,
} from '../../lib/kernel/errors.ts';
import { NotServedError, ProcExitError } from '../../lib/procs/errors.ts';
import { pack, unpack } from '../../lib/procs/pack.ts';
import { errorOf, thrownOf, type Thrown } from '../../lib/procs/thrown.ts';
import { TwoSides } from '../support/two-sides.ts';

const sides = new TwoSides();

/** What is thrown at the other side. */
function crossed(error: unknown): unknown {
  const { parcel, value } = pack(thrownOf(error, sides.trunk), sides.trunk);
  const clone = structuredClone(parcel ?? [value, []]) as never;
  return errorOf(unpack(clone, sides.leaf) as Thrown);
}

/** All of an error that is to arrive, as data. */
function whole(error: unknown): unknown {
  if (!(error instanceof Error)) return { value: error };
  const { name, message, stack, cause } = error;
  const prototype = Object.getPrototypeOf(error) as object;
  const own = Object.fromEntries(Object.entries(error).map(([key, value]) => [key, whole(value)]));
  const inner = 'cause' in error ? { cause: whole(cause) } : {};
  return { name, message, stack, prototype, own, ...inner };
}

const classes = [Error, TypeError, RangeError, SyntaxError, EvalError, URIError, ReferenceError];

const errors = fc.letrec<{ error: Error; cause: unknown }>((tie) => ({
  error: fc
    .record({
      Class: fc.constantFrom(...classes),
      message: fc.string(),
      own: fc.dictionary(fc.stringMatching(/^[a-d]$/), fc.oneof(fc.jsonValue(), tie('error')), {
        maxKeys: 2,
      }),
      options: fc.option(fc.record({ cause: tie('cause') }), { nil: undefined }),
    })
    .map(({ Class, message, own, options }) => Object.assign(new Class(message, options), own)),
  cause: fc.oneof({ depthSize: 'small', maxDepth: 3 }, fc.jsonValue(), tie('error')),
})).error;

describe('what is thrown in another thread', () => {
  it('has its class, its name, its message, its stack, its causes and what else it had', () => {
    fc.assert(
      fc.property(errors, (error) => {
        expect(whole(crossed(error))).to.deep.equal(whole(error));
      }),
      { numRuns: 200 },
    );
  });

  it('may be no error at all', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withMap: true, withBigInt: true }), (value) => {
        expect(crossed(value)).to.deep.equal(structuredClone(value));
      }),
      { numRuns: 100 },
    );
  });

  it('is what it was if it is the library’s', () => {
    const all = [
      new SendOnClosedError(),
      new CloseOfNilError(),
      new FatalError('sync: unlock of unlocked mutex'),
      new MisuseError('no', { at: 1 }),
      new ErrgroupLimitError(3),
      new ProcExitError('proc 1', 1, new Error('why')),
      new NotServedError('a', ['b', 'c']),
      new GoError('a text', 'A_CODE'),
    ];
    for (const error of all) {
      const came = crossed(error) as GoError;
      expect(whole(came)).to.deep.equal(whole(error));
      expect(came.code).to.equal(error.code);
    }
    expect(crossed(Canceled)).to.equal(Canceled);
    expect(crossed(DeadlineExceeded)).to.equal(DeadlineExceeded);
    expect((crossed(new Error('so', { cause: Canceled })) as Error).cause).to.equal(Canceled);
  });

  it('keeps the name of a class that only its thread has', () => {
    class Refused extends RangeError {
      override name = 'Refused';
    }
    const came = crossed(new Refused('by us')) as Error;
    expect(came).to.be.instanceOf(RangeError);
    expect(String(came)).to.equal('Refused: by us');
  });

  it('may be the platform’s, or many', () => {
    const { reason } = AbortSignal.abort() as { reason: DOMException };
    const came = crossed(reason) as DOMException;
    expect(came).to.be.instanceOf(DOMException);
    expect([came.name, came.message, came.code]).to.deep.equal([
      'AbortError',
      reason.message,
      reason.code,
    ]);
    const many = crossed(new AggregateError([new TypeError('a'), 1], 'both')) as AggregateError;
    expect(many).to.be.instanceOf(AggregateError);
    expect(many.errors.map(String)).to.deep.equal(['TypeError: a', '1']);
  });

  it('leaves behind what cannot be sent, and no more', () => {
    const channel = new Channel<number>(1);
    const error = Object.assign(new Error('no'), { run: () => 1, n: 1, channel });
    const came = crossed(error) as typeof error;
    expect(Object.keys(came)).to.deep.equal(['n', 'channel']);
    expect(came.channel).to.be.instanceOf(Channel);
    const thrown = () => 1;
    expect(String(crossed(thrown))).to.equal(`Error: ${String(thrown)}`);
    expect(String(crossed(Symbol('s')))).to.equal('Error: Symbol(s)');
  });

  it('may be made to hurt whoever looks at it', () => {
    const ring: Error & { self?: Error } = new Error('ring');
    ring.self = ring;
    ring.cause = ring;
    expect(String(crossed(ring))).to.equal('Error: ring');
    const angry = new Error('x');
    for (const key of ['message', 'own']) {
      Object.defineProperty(angry, key, {
        enumerable: true,
        get: () => {
          throw new Error('do not look');
        },
      });
    }
    expect(String(crossed(angry))).to.equal('Error: a value that cannot be printed');
    expect(crossed(Object.create(null))).to.deep.equal({});
  });
});
