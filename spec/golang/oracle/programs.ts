/** The programs that are put to Go: random, all different, the same ones for a seed. */
import fc from 'fast-check';
import type { Program } from '../../../lib/testing/program.ts';
import { program, type ProgramConstraints } from '../../../lib/testing/program-arbitrary.ts';

/** Most are small, since small ones can be looked at from all sides. */
const sizes: readonly [share: number, ProgramConstraints][] = [
  [0.7, { procs: 3, steps: 3 }],
  [0.2, { procs: 2, steps: 4 }],
  [0.08, { procs: 4, steps: 4 }],
  [0.02, { procs: 5, steps: 5 }],
];

/** Programs with what the public arbitrary leaves out unless it is asked. */
const further: ProgramConstraints = { procs: 3, steps: 4, onces: true, conds: true };

export function withOncesAndConds(count: number, seed: number, selects = true): Program[] {
  return distinct(program({ ...further, selects }), count, seed).filter(
    ({ onces = 0, conds = [] }) => onces + conds.length > 0,
  );
}

export function various(count: number, seed: number): Program[] {
  return sizes.flatMap(([share, constraints], i) =>
    distinct(program(constraints), Math.ceil(count * share), seed + i),
  );
}

/** Small enough to be explored exhaustively. */
export function small(count: number, seed: number): Program[] {
  return distinct(program({ procs: 3, steps: 3 }), count, seed);
}

/** Without a select there is one order, if nobody is interrupted. */
export function selectFree(count: number, seed: number): Program[] {
  return distinct(program({ procs: 4, steps: 4, selects: false }), count, seed);
}

function distinct(programs: fc.Arbitrary<Program>, count: number, seed: number): Program[] {
  const found = new Map<string, Program>();
  for (let round = 0; found.size < count; round++) {
    for (const one of fc.sample(programs, { numRuns: count, seed: seed + 1000 * round })) {
      if (found.size < count) found.set(JSON.stringify(one), one);
    }
  }
  return [...found.values()];
}
