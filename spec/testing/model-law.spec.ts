/** The model against the same rules in the plainest words. */
import { expect } from 'chai';
import fc from 'fast-check';
import { model } from '../../lib/testing/model.ts';
import { program, type ProgramConstraints } from '../../lib/testing/program-arbitrary.ts';
import type { Program } from '../../lib/testing/program.ts';
import { law } from '../laws/support/law.ts';
import { naiveModel } from './support/naive-model.ts';

function agrees(it: Program, reuse: boolean): void {
  const { outcomes, complete } = model(it, { reuse });
  expect(complete).to.equal(true);
  expect([...outcomes].toSorted()).to.deep.equal([...naiveModel(it, reuse)].toSorted());
}

const none = { selects: false, locks: false, waitGroups: false, spawn: false };

/** Each law takes as many programs as it can in about a second. */
const laws: [name: string, weight: number, constraints: ProgramConstraints, reuse?: boolean][] = [
  ['anything', 15, {}],
  ['anything, in pairs', 10, { procs: 2, steps: 5 }],
  ['channels and selects', 5, { ...none, selects: true, steps: 4, chans: 1 }],
  ['locks', 10, { ...none, locks: true, chans: 0, steps: 5 }],
  ['locks and channels', 5, { ...none, locks: true, chans: 1, steps: 4 }],
  ['wait groups', 5, { ...none, waitGroups: true, chans: 0, steps: 4 }],
  ['wait groups that notice their reuse', 5, { ...none, waitGroups: true, chans: 0 }, true],
  ['onces', 5, { ...none, onces: true, steps: 4, chans: 1 }],
  ['conditions', 5, { ...none, locks: true, conds: true, steps: 5, chans: 0 }],
  ['onces, conditions and all else', 5, { onces: true, conds: true, steps: 4 }],
  ['spawning', 5, { ...none, spawn: true, procs: 4, chans: 1 }],
];

describe('Law: the model permits what the rules say', () => {
  for (const [name, weight, constraints, reuse = false] of laws) {
    it(name, async () => {
      await law(
        fc.property(program(constraints), (it) => agrees(it, reuse)),
        { weight },
      );
    });
  }
});
