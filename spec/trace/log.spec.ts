import { expect } from 'chai';
import fc from 'fast-check';
import { Log } from '../../lib/trace/log.ts';

/** Kinds with 0, 1 and 3 numbers more, and one with a time beside its own. */
const extras = [0, 1, 3, 5];
const SINCE = 3;

const log = (limit = Infinity, full = (): void => {}): Log => new Log(extras, SINCE, limit, full);

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
    for (const one of this.all.slice(this.#from)) one.atMs = ms;
  }
}

function write(to: Log, { kind, who, ms, late, numbers, since }: Row): void {
  if (ms !== null) {
    if (late) to.postpone(ms);
    to.time(ms);
  }
  if (kind === 0) to.row0(kind, who);
  else if (kind === 1) to.row1(kind, who, numbers[0]);
  else if (kind === SINCE) to.row5(kind, who, ...numbers, since);
  else to.row3(kind, who, ...numbers);
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

  it('puts off what came after the last time', () => {
    for (const before of [0, 5000, 8190]) {
      const some = log();
      some.time(1);
      for (let i = 0; i < before; i++) some.row0(0, 2);
      some.time(7);
      for (let i = 0; i < 5; i++) some.row0(0, 2);
      some.postpone(9);
      some.row0(0, 3);
      some.check();
      const times = read(some).map(({ atMs }) => atMs);
      expect(times.slice(before)).to.deep.equal([7, 9, 9, 9, 9, 9]);
      expect(times.slice(0, before).every((one) => one === 1)).to.equal(true);
    }
  });

  it('puts nothing off if nothing came', () => {
    const some = log();
    some.postpone(1);
    some.time(2);
    some.postpone(3);
    some.row0(0, 1);
    some.check();
    expect(read(some).map(({ atMs }) => atMs)).to.deep.equal([2]);
  });

  it('says once that it has as many rows as its limit, reserved ones included', () => {
    let times = 0;
    const some = log(3, () => times++);
    some.time(1);
    some.row0(0, 1);
    some.reserve();
    expect(times).to.equal(0);
    some.row1(1, 1, 5);
    expect([some.length, times]).to.deep.equal([3, 1]);
    some.row0(0, 1);
    expect([some.length, times]).to.deep.equal([4, 1]);
    some.unreserve();
    expect(some.length).to.equal(3);
    some.check();
  });
});
