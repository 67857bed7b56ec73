import { expect } from 'chai';
import { Channel, select, type Goroutine } from 'millrace';
import { inBothForms, leavesNobodyBehind, on, type Body, type Form } from '../../channel/forms.ts';
import { add, rational, times, type Rational } from './rational.ts';

type Series = Channel<Rational>;

const ONE = rational(1n);
const ZERO = rational(0n);
const DONE = new Error('the network has ended');

/**
 * Power series as streams of exact coefficients, after McIlroy's "Squinting at Power Series": each
 * operation is a goroutine, and a product of two series starts a network that grows as it runs.
 */
class Network {
  readonly done: Channel<never> = new Channel();
  readonly #form: Form;
  readonly #all: Goroutine<void>[] = [];

  constructor(form: Form) {
    this.#form = form;
  }

  /** Ends every goroutine of the network, and says how many there were. */
  async end(): Promise<number> {
    this.done.close();
    await Promise.all(this.#all);
    return this.#all.length;
  }

  /** Starts an operation; it ends when the network does. */
  series(body: (out: Series) => Body): Series {
    const out: Series = new Channel();
    function* guarded(): Body {
      try {
        yield* body(out);
      } catch (error) {
        if (error !== DONE) throw error;
      }
    }
    this.#all.push(this.#form.start(guarded));
    return out;
  }

  *put(out: Series, value: Rational): Body {
    const { key } = yield* on(select({ out: out.onSend(value), done: this.done }));
    if (key === 'done') throw DONE;
  }

  *get(from: Series): Body<Rational> {
    const got = yield* on(select({ from, done: this.done }));
    if (got.key === 'done' || !got.ok) throw DONE;
    return got.value;
  }

  *copy(from: Series, out: Series): Body {
    for (;;) yield* this.put(out, yield* this.get(from));
  }
}

function constant(net: Network, value: Rational): Series {
  return net.series(function* (out) {
    for (;;) yield* net.put(out, value);
  });
}

/** Two readers of one series, each at its own pace. */
function split(net: Network, from: Series): [Series, Series] {
  const outs: [Series, Series] = [new Channel(), new Channel()];
  net.series(function* () {
    const [a, b]: [Rational[], Rational[]] = [[], []];
    for (;;) {
      const got = yield* on(
        select({
          done: net.done,
          // Reads on only for who has nothing to read.
          from: a.length === 0 || b.length === 0 ? from : null,
          a: a[0] === undefined ? null : outs[0].onSend(a[0]),
          b: b[0] === undefined ? null : outs[1].onSend(b[0]),
        }),
      );
      if (got.key === 'done') return;
      if (got.key === 'a') a.shift();
      else if (got.key === 'b') b.shift();
      else if (got.ok) for (const queue of [a, b]) queue.push(got.value);
    }
  });
  return outs;
}

function sum(net: Network, f: Series, g: Series): Series {
  return net.series(function* (out) {
    for (;;) yield* net.put(out, add(yield* net.get(f), yield* net.get(g)));
  });
}

function scale(net: Network, by: Rational, f: Series): Series {
  return net.series(function* (out) {
    for (;;) yield* net.put(out, times(by, yield* net.get(f)));
  });
}

/** The constant, then the series: c + x·f. */
function shift(net: Network, first: Rational, f: Series): Series {
  return net.series(function* (out) {
    yield* net.put(out, first);
    yield* net.copy(f, out);
  });
}

function product(net: Network, f: Series, g: Series): Series {
  return net.series(function* (out) {
    const f0 = yield* net.get(f);
    const g0 = yield* net.get(g);
    yield* net.put(out, times(f0, g0));
    const [f1, f2] = split(net, f);
    const [g1, g2] = split(net, g);
    const mixed = sum(net, scale(net, f0, g1), scale(net, g0, f1));
    yield* net.copy(sum(net, mixed, shift(net, ZERO, product(net, f2, g2))), out);
  });
}

function integral(net: Network, first: Rational, f: Series): Series {
  return net.series(function* (out) {
    yield* net.put(out, first);
    for (let n = 1n; ; n++) yield* net.put(out, times(rational(1n, n), yield* net.get(f)));
  });
}

/** The solution of F = make(F), where `make` gives its first coefficient before it reads one. */
function feedback(net: Network, make: (f: Series) => Series): Series {
  const back: Series = new Channel();
  const [out, again] = split(net, make(back));
  net.series(() => net.copy(again, back));
  return out;
}

const cases: Record<string, [make: (net: Network) => Series, expected: string]> = {
  'their sum': [
    (net) => sum(net, constant(net, ONE), constant(net, rational(1n, 2n))),
    '3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2',
  ],
  'the square of 1/(1-x)': [
    (net) => product(net, constant(net, ONE), constant(net, ONE)),
    '1 2 3 4 5 6 7 8 9 10',
  ],
  'the exponential, which is its own integral': [
    (net) => feedback(net, (f) => integral(net, ONE, f)),
    '1 1 1/2 1/6 1/24 1/120 1/720 1/5040 1/40320 1/362880',
  ],
  'the tangent, the integral of 1 and its own square': [
    (net) =>
      feedback(net, (f) => {
        const [a, b] = split(net, f);
        const one = shift(net, ONE, constant(net, ZERO));
        return integral(net, ZERO, sum(net, one, product(net, a, b)));
      }),
    '0 1 0 1/3 0 2/15 0 17/315 0 62/2835',
  ],
};

describe('Go: power series', function () {
  this.timeout(10_000);
  leavesNobodyBehind();

  inBothForms((form) => {
    for (const [name, [make, expected]] of Object.entries(cases)) {
      it(`has exact coefficients from a growing network: ${name} [T-006, T-007]`, async () => {
        const net = new Network(form);
        const series = make(net);
        const coefficients: string[] = [];
        for (let i = 0; i < 10; i++) {
          const { value = ZERO } = await series.recv();
          coefficients.push(value.d === 1n ? `${value.n}` : `${value.n}/${value.d}`);
        }
        const goroutines = await net.end();
        expect(coefficients.join(' ')).to.equal(expected);
        if (name.includes('square')) expect(goroutines).to.be.above(40);
      });
    }
  });
});
