/** Tables of programs, each with the outcomes that a reader of the rules would list. */
import { expect } from 'chai';
import { model } from '../../../lib/testing/model.ts';
import type { Program, Step } from '../../../lib/testing/program.ts';
import { naiveModel } from './naive-model.ts';

export type Row = [title: string, has: Partial<Program>, procs: Step[][], outcomes: string[]];

export function permits(rows: Row[]): void {
  for (const [title, has, procs, expected] of rows) {
    it(title, () => {
      const program = { chans: [], ...has, procs };
      const { outcomes, complete } = model(program);
      expect(complete).to.equal(true);
      expect([...outcomes].toSorted()).to.deep.equal(expected.toSorted());
      expect([...naiveModel(program)].toSorted()).to.deep.equal(expected.toSorted());
    });
  }
}
