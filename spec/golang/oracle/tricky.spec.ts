/** Corners of the rules: what a reader of them lists, the model finds, we can do, and Go does. */
import { expect } from 'chai';
import { explore } from '../../../lib/testing/explore.ts';
import { model } from '../../../lib/testing/model.ts';
import { readTricky } from './recorded.ts';
import { tricky } from './tricky.ts';

const recorded = readTricky();
const all = Object.values(tricky).flat();

describe('tricky programs', () => {
  it('are at least forty, and are what Go was asked about', () => {
    expect(all.length).to.be.at.least(40);
    expect(recorded.programs.map(({ program }) => program)).to.deep.equal(
      all.map(({ program }) => program),
    );
  });

  for (const [group, rows] of Object.entries(tricky)) {
    describe(group, () => {
      for (const { title, program, outcomes, goOnly } of rows) {
        const expected = [...outcomes].sort();

        it(`${title}: in the model`, () => {
          expect([...model(program).outcomes].sort()).to.deep.equal(expected);
          const ofGo = [...model(program, { reuse: true }).outcomes].sort();
          expect(ofGo).to.deep.equal([...outcomes, ...goOnly].sort());
        });

        for (const form of ['generator', 'async'] as const) {
          it(`${title}: here, ${form} form`, async () => {
            const found = await explore(program, { strategy: 'exhaustive', form });
            expect(found.complete).to.equal(true);
            expect([...found.outcomes.keys()].sort()).to.deep.equal(expected);
          });
        }

        it(`${title}: in ${recorded.go}`, () => {
          const seen = recorded.programs.find(
            (one) => JSON.stringify(one.program) === JSON.stringify(program),
          );
          expect(seen?.outcomes).to.not.deep.equal([]);
          expect([...outcomes, ...goOnly]).to.include.members(seen?.outcomes ?? ['none']);
        });
      }
    });
  }
});
