/**
 * The core of the proof: what this library does is what the model permits, no more and no less.
 * `npm run oracle` does the same at length, and asks Go.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { explore } from '../../lib/testing/explore.ts';
import { model } from '../../lib/testing/model.ts';
import { program, type ProgramConstraints } from '../../lib/testing/program-arbitrary.ts';
import { Random } from '../../lib/testing/random.ts';
import { law } from '../laws/support/law.ts';
import { runInDefaultWorld } from './support/in-default-world.ts';

const kinds: Record<string, ProgramConstraints> = {
  anything: {},
  'anything, in pairs': { procs: 2, steps: 4 },
  'channels and selects': { locks: false, waitGroups: false, spawn: false },
  'locks and channels': { waitGroups: false, spawn: false, selects: false },
  onces: { waitGroups: false, locks: false, spawn: false, selects: false, onces: true },
  conditions: { waitGroups: false, spawn: false, chans: 0, conds: true },
  'wait groups': { procs: 3, chans: 0, locks: false },
};

const forms = ['generator', 'async'] as const;

describe('Law: explored exhaustively, a program has the outcomes that the model permits', () => {
  for (const [name, constraints] of Object.entries(kinds)) {
    for (const form of forms) {
      it(`all of them, and no other: ${name}, ${form} form`, async () => {
        const property = fc.asyncProperty(program(constraints), async (one) => {
          const explored = await explore(one, { strategy: 'exhaustive', form, runs: 20_000 });
          const permitted = model(one).outcomes;
          const met = [...explored.outcomes.keys()];
          expect(met.filter((outcome) => !permitted.has(outcome))).to.deep.equal([]);
          // A tree that is too large to walk says nothing of what it lacks.
          if (explored.complete) expect(met).to.have.members([...permitted]);
        });
        await law(property, { weight: 1 });
      });
    }
  }
});

describe('Law: in the default world a program does nothing that the model does not permit', () => {
  for (const form of forms) {
    it(`whenever the others are let run: ${form} form`, async () => {
      const property = fc.asyncProperty(program(), fc.integer(), async (one, seed) => {
        const random = new Random(seed);
        const permitted = model(one).outcomes;
        for (let i = 0; i < 10; i++) {
          const execution = await runInDefaultWorld(one, form, i === 0 ? null : random);
          expect(permitted).to.include(execution.outcome());
        }
      });
      await law(property, { weight: 2 });
    });
  }
});
