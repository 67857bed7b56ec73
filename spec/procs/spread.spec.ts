import { expect } from 'chai';
import fc from 'fast-check';
import { model, program, type Program } from 'millrace/testing';
import { runSpread, type Spread } from './spread.ts';

type Step = Program['procs'][number][number];

/** What crosses threads is channels; what never waits knows only of its own thread. */
const programs = program({ locks: false, waitGroups: false, spawn: false, misuse: false, procs: 4 })
  .map((it) => ({ chans: it.chans, procs: it.procs.map(withoutLooks).filter((p) => p.length > 0) }))
  // The second close of a channel that two threads close at once fails later, and elsewhere.
  .filter((it) => it.procs.length > 0 && closesOnce(it));

const places = fc.record({
  procs: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
  chans: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
});

const spreads: fc.Arbitrary<Spread> = fc
  .tuple(places, fc.constantFrom('generator', 'async'), fc.integer(), fc.boolean())
  .map(([where, form, seed, counters]) => ({ ...where, form, seed, counters }));

describe('programs spread over threads', () => {
  it('do nothing that the model of Go does not permit', async () => {
    const permitted = new Map<string, ReadonlySet<string>>();
    const outcomesOf = (it: Program) => {
      const key = JSON.stringify(it);
      const known = permitted.get(key) ?? model(it).outcomes;
      permitted.set(key, known);
      return known;
    };
    await fc.assert(
      fc.asyncProperty(programs, spreads, async (it, spread) => {
        const outcome = await runSpread(it, spread);
        expect([...outcomesOf(it)]).to.include(outcome);
      }),
      { ...seed(), numRuns: Number(process.env['SPREAD_RUNS'] ?? 300) },
    );
  });
});

function withoutLooks(steps: readonly Step[]): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step[0] === 'len') return [];
    return step[0] === 'select' ? [['select', step[1], false]] : [step];
  });
}

function closesOnce({ procs }: Program): boolean {
  const closes = procs.flat().flatMap((step) => (step[0] === 'close' ? [step[1]] : []));
  return new Set(closes).size === closes.length;
}

/** The seed of mocha runs is fixed; longer ones may have another. */
function seed(): { seed?: number } {
  const given = process.env['SPREAD_SEED'];
  return given === undefined ? {} : { seed: Number(given) };
}
