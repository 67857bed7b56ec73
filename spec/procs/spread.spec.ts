import { expect } from 'chai';
import fc from 'fast-check';
import { permitted, programs } from './support/permitted.ts';
import { runSpread, type Spread } from './support/spread.ts';

const places = fc.record({
  procs: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
  chans: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
});

const spreads: fc.Arbitrary<Spread> = fc
  .tuple(places, fc.constantFrom('generator', 'async'), fc.integer(), fc.boolean())
  .map(([where, form, seed, counters]) => ({ ...where, form, seed, counters }));

describe('programs spread over threads', () => {
  it('do nothing that the model of Go does not permit', async () => {
    await fc.assert(
      fc.asyncProperty(programs, spreads, async (it, spread) => {
        const outcome = await runSpread(it, spread);
        expect([...permitted(it, outcome)]).to.include(outcome);
      }),
      { ...seed(), numRuns: Number(process.env['SPREAD_RUNS'] ?? 300) },
    );
  });
});

/** The seed of mocha runs is fixed; longer ones may have another. */
function seed(): { seed?: number } {
  const given = process.env['SPREAD_SEED'];
  return given === undefined ? {} : { seed: Number(given) };
}
