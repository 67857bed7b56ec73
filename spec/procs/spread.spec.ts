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
    await fc.assert(
      fc.asyncProperty(programs, spreads, async (it, spread) => {
        const outcome = await runSpread(it, spread);
        expect([...permitted(it, outcome)]).to.include(outcome);
      }),
      { ...seed(), numRuns: Number(process.env['SPREAD_RUNS'] ?? 300) },
    );
  });
});

/**
 * What may come of a program in which every select that has ended did what it did in that outcome.
 *
 * One that looks for channels of another thread may wait for the answer though one of them could go
 * ahead; if another arm can meanwhile, it takes that (docs/semantics.md). So it is checked against
 * what it chose, whatever else it could have chosen then; and one that still waits with all it has.
 */
function permitted(it: Program, outcome: string): ReadonlySet<string> {
  const traces = outcome.split(' | ').map((trace) => trace.match(/#\d+ \S+|\S+/g) ?? []);
  const procs = it.procs.map((steps, p) =>
    steps.map((step, i): Step => {
      const arm = /^#(\d+)/.exec(traces[p]?.[i] ?? '')?.[1];
      if (step[0] !== 'select' || arm === undefined) return step;
      return ['select', [step[1][Number(arm)] as never], false];
    }),
  );
  // A select of one arm calls that the first.
  const told = model({ ...it, procs }).outcomes;
  return new Set([...told].map((one) => renamed(one, traces)));
}

function renamed(outcome: string, traces: readonly (readonly string[])[]): string {
  return outcome
    .split(' | ')
    .map((trace, p) =>
      (trace.match(/#\d+ \S+|\S+/g) ?? [])
        .map((token, i) => token.replace(/^#0/, /^#\d+/.exec(traces[p]?.[i] ?? '')?.[0] ?? '#0'))
        .join(' '),
    )
    .join(' | ');
}

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
