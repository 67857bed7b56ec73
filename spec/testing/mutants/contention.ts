/** Programs in which everybody wants the same lock, and some keep it. */
import fc from 'fast-check';
import type { Program, Step } from '../../../lib/testing/program.ts';

type Hold = readonly [lock: Step, unlock: Step];

const mutex: readonly Hold[] = [
  [
    ['lock', 0],
    ['unlock', 0],
  ],
];
const rwMutex: readonly Hold[] = [
  [
    ['rlock', 0],
    ['runlock', 0],
  ],
  [
    ['wlock', 0],
    ['wunlock', 0],
  ],
];

function proc(holds: readonly Hold[]): fc.Arbitrary<Step[]> {
  const hold = fc.constantFrom(...holds);
  // Two locks one after the other are seldom needed, and have many schedules.
  const some = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(hold) },
    { weight: 1, arbitrary: fc.tuple(hold, hold) },
  );
  const keeps = fc.nat({ max: 4 }).map((n) => n === 4);
  return fc.tuple(some, keeps).map(([all, kept]) => all.flat().slice(0, kept ? -1 : undefined));
}

function programs(holds: readonly Hold[], has: Partial<Program>): fc.Arbitrary<Program> {
  return fc
    .array(proc(holds), { minLength: 1, maxLength: 3, size: 'max' })
    .map((procs) => ({ chans: [], ...has, procs }));
}

export const contention: fc.Arbitrary<Program> = fc.noBias(
  fc.oneof(programs(mutex, { mutexes: 1 }), programs(rwMutex, { rwmutexes: 1 })),
);
