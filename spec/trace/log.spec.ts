import { expect } from 'chai';
import fc from 'fast-check';
import { Log } from '../../lib/trace/log.ts';

/** Kinds with 0 to 3 numbers more; one with a time beside its own; one that is never late. */
const extras = [0, 1, 2, 3, 5, 0];
const SINCE = 4;
const PROMPT = 5;

const log = (): Log => new Log(extras, SINCE, PROMPT);

const int = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const ms = fc.double({ noNaN: true });

/** A row, perhaps at a new time, to which what came since the last such may be put off. */
const row = fc.record({
  kind: fc.nat(extras.length - 1),
  who: fc.integer({ min: -(2 ** 25), max: 2 ** 25 - 1 }),
  ms: fc.option(ms),
  late: fc.boolean(),
  numbers: fc.tuple(int, int, int),
  since: ms,
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

interface Told {
  kind: number;
  atMs: number;
  who: number;
  numbers: number[];
  ms: number;
}

/** What is in a log, as a list: times are put off there and then. */
class Model {
  readonly all: Told[] = [];
  #nowMs = 0;
  /** From where rows would be put off. */
  #from = 0;

  add({ kind, who, ms, late, numbers, since }: Row): void {
    if (ms !== null) {
      if (late) this.#postpone(ms);
      this.#nowMs = ms;
      this.#from = this.all.length + 1;
    }
    const some = kind === SINCE ? 3 : (extras[kind] ?? 0);
    const told = { kind, who, numbers: numbers.slice(0, some), ms: kind === SINCE ? since : NaN };
    this.all.push({ ...told, atMs: this.#nowMs });
  }

  #postpone(ms: number): void {
    let prompt = true;
    for (const one of this.all.slice(this.#from)) {
      prompt &&= one.kind === PROMPT;
      if (!prompt) one.atMs = ms;
    }
  }
}

function write(to: Log, { kind, who, ms, late, numbers, since }: Row): void {
  if (ms !== null) {
    if (late) to.postpone(ms);
    to.time(ms);
  }
  to.add(kind, who);
  for (const one of numbers.slice(0, kind === SINCE ? 3 : extras[kind])) to.more(one);
  if (kind === SINCE) to.moreMs(since);
}

function read(from: Log): Told[] {
  return Array.from(from.rows(), ({ kind, atMs, who, a, b, c, ms }) => {
    const numbers = [a, b, c].slice(0, kind === SINCE ? 3 : extras[kind]);
    return { kind, atMs, who, numbers, ms };
  });
}

describe('Log', () => {
  it('gives back what was written, in order, over any number of blocks', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 50 }), fc.constantFrom(1, 400), (some, times) => {
        const [written, model] = [log(), new Model()];
        for (let i = 0; i < times; i++) {
          for (const one of some) {
            // The first row needs a time.
            const first = written.length === 0 ? { ...one, ms: one.ms ?? 0 } : one;
            write(written, first);
            model.add(first);
          }
        }
        written.check();
        expect(written.length).to.equal(model.all.length);
        expect(read(written)).to.deep.equal(model.all);
      }),
      { numRuns: 30 },
    );
  });

  it('puts off what came after the last time, but for what came promptly', () => {
    for (const before of [0, 5000, 8190]) {
      const some = log();
      some.time(1);
      for (let i = 0; i < before; i++) some.add(0, 2);
      some.time(7);
      for (const kind of [0, PROMPT, 0, PROMPT, 0]) some.add(kind, 2);
      some.postpone(9);
      some.add(0, 3);
      some.check();
      const times = read(some).map(({ atMs }) => atMs);
      expect(times.slice(before)).to.deep.equal([7, 7, 9, 9, 9, 9]);
      expect(times.slice(0, before).every((one) => one === 1)).to.equal(true);
    }
  });

  it('puts nothing off if nothing came', () => {
    const some = log();
    some.postpone(1);
    some.time(2);
    some.postpone(3);
    some.add(0, 1);
    some.check();
    expect(read(some).map(({ atMs }) => atMs)).to.deep.equal([2]);
  });
});
