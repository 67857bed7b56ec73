import { expect } from 'chai';
import fc from 'fast-check';
import { Log } from '../../lib/trace/log.ts';

/** Kinds with 0 to 3 numbers more, and one without a time. */
const extras = [0, 1, 2, 3, -1];

const row = fc.record({
  kind: fc.nat(4),
  who: fc.nat(2 ** 40),
  ms: fc.nat(1000),
  numbers: fc.tuple(fc.integer(), fc.double({ noNaN: true }), fc.integer()),
});

interface Model {
  kind: number;
  atMs: number;
  who: number;
  more: number[];
}

interface Row {
  kind: number;
  who: number;
  ms: number;
  numbers: number[];
}

function write(log: Log, model: Model[], one: Row): void {
  const { who, ms, numbers } = one;
  // The first row needs a time of its own.
  const kind = model.length === 0 ? one.kind % 4 : one.kind;
  const timeless = kind === 4;
  const atMs = timeless ? (model.at(-1)?.atMs ?? 0) : ms;
  const more = numbers.slice(0, Math.max(0, extras[kind] ?? 0));
  if (timeless) log.on(kind, who);
  else log.add(kind, ms, who);
  for (const number of more) log.more(number);
  model.push({ kind, atMs, who, more });
}

function read(log: Log): Model[] {
  return Array.from(log.rows(), ({ kind, atMs, who, a, b, c }) => {
    return { kind, atMs, who, more: [a, b, c].slice(0, Math.max(0, extras[kind] ?? 0)) };
  });
}

describe('Log', () => {
  it('gives back what was written, in order, over any number of blocks', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 50 }), fc.constantFrom(1, 400), (some, times) => {
        const log = new Log(extras);
        const model: Model[] = [];
        for (let i = 0; i < times; i++) for (const one of some) write(log, model, one);
        log.check();
        expect(log.length).to.equal(model.length);
        expect(read(log)).to.deep.equal(model);
      }),
      { numRuns: 30 },
    );
  });

  it('puts off the rows since its mark that have no time of their own, without the first', () => {
    for (const before of [0, 5000, 8190]) {
      const log = new Log(extras);
      for (let i = 0; i < before; i++) log.add(0, 7, 1);
      log.mark();
      for (const ms of [7, 7, 8, 7]) log.add(0, ms, 2);
      log.postpone(7, 9);
      log.check();
      expect(
        read(log)
          .slice(before)
          .map(({ atMs }) => atMs),
      ).to.deep.equal([7, 9, 8, 9]);
      expect(
        read(log)
          .slice(0, before)
          .every(({ atMs }) => atMs === 7),
      ).to.equal(true);
    }
  });
});
