/** What Go said, recorded: `npm run oracle -- --record` asks it again, `npm run oracle` asks live. */
import { expect } from 'chai';
import { explore } from '../../../lib/testing/explore.ts';
import { isReuse, outside, permittedBy, sameOrder } from './checks.ts';
import { readOrder, readOutcomes } from './recorded.ts';

describe('what Go does', function () {
  this.timeout(60_000);
  const recorded = readOutcomes();

  it(`is permitted by the model: ${recorded.programs.length} programs, ${recorded.go}`, () => {
    expect(recorded.programs.length).to.be.at.least(1000);
    const faults = recorded.programs.flatMap(({ program, outcomes }) => {
      expect(outcomes.length).to.be.above(0);
      return outside('Go', program, outcomes, permittedBy(program, true) ?? new Set());
    });
    expect(faults).to.deep.equal([]);
  });

  for (const form of ['generator', 'async'] as const) {
    it(`can happen here, too: every outcome of theirs, ${form} form`, async () => {
      const faults: string[] = [];
      let compared = 0;
      for (const { program, outcomes } of recorded.programs) {
        const runs = 3_000;
        const explored = await explore(program, { strategy: 'exhaustive', form, runs });
        if (!explored.complete) continue;
        compared++;
        // Wait groups that notice their reuse are Go's alone (WG-05).
        const own = new Set(explored.outcomes.keys());
        faults.push(
          ...outside(
            'Go, and not ours',
            program,
            outcomes.filter((it) => !isReuse(it)),
            own,
          ),
        );
      }
      expect(faults).to.deep.equal([]);
      expect(compared).to.be.at.least(1000);
    });
  }
});

describe('the order in which Go does it', () => {
  const recorded = readOrder();

  it(`is the default order: ${recorded.programs.length} programs, ${recorded.go} [OR-01, OR-02]`, async () => {
    expect(recorded.programs.length).to.be.at.least(2000);
    const faults: string[] = [];
    for (const { program, order, outcome } of recorded.programs) {
      faults.push(...(await sameOrder(program, { order, outcome })));
    }
    expect(faults).to.deep.equal([]);
  });
});
