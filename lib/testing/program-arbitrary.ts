import fc, { type Arbitrary } from 'fast-check';
import { finish, type Draft, type Part } from './draft.ts';
import type { CaseStep, Program, Step } from './program.ts';
import { templates } from './templates.ts';

/** What programs `program` makes. Numbers are the most there may be. */
export interface ProgramConstraints {
  /** Default: 3. */
  procs?: number;
  /** Of one proc. Default: 3. */
  steps?: number;
  /** Without any, no step is about channels. Default: 2. */
  chans?: number;
  /** Arms of a select. Default: 3. */
  arms?: number;
  /** Whether there are selects. Default: true. */
  selects?: boolean;
  /** Whether there are mutexes and RWMutexes. Default: true. */
  locks?: boolean;
  /** Whether some lock is not unlocked, or unlocked by somebody else. Go dies of it. Default: true. */
  misuse?: boolean;
  /** Whether there are wait groups. Default: true. */
  waitGroups?: boolean;
  /** Whether procs are spawned by others. Default: true. */
  spawn?: boolean;
}

type Limits = Required<ProgramConstraints>;

/** How often a kind of step is drawn, in a hundred or so; a lock counts with its unlock. */
const weights = {
  send: 27,
  recv: 27,
  select: 24,
  close: 6,
  len: 6,
  hold: 5,
  misuse: 1,
  group: 6,
  spawn: 3,
};

/**
 * Programs for fast-check. A quarter of them are variations on programs about corners of the rules.
 * They shrink by leaving out procs, steps and arms.
 */
export function program(constraints: ProgramConstraints = {}): Arbitrary<Program> {
  const limits: Limits = {
    procs: 3,
    steps: 3,
    chans: 2,
    arms: 3,
    selects: true,
    locks: true,
    misuse: true,
    waitGroups: true,
    spawn: true,
    ...constraints,
  };
  const fitting = templates.filter((draft) => fits(draft, limits));
  const drafts: fc.MaybeWeightedArbitrary<Draft>[] = [{ weight: 3, arbitrary: free(limits) }];
  if (fitting.length > 0) {
    const varied = fitting.map((draft) => variation(draft, limits));
    drafts.push({ weight: 1, arbitrary: fc.oneof(...varied) });
  }
  return fc.oneof(...drafts).map((draft) => finish(draft, limits.steps));
}

const capacity = fc.constantFrom(0, 0, 1, 2);
const counters = fc.tuple(fc.nat({ max: 2 }));

function free(limits: Limits): Arbitrary<Draft> {
  const { procs, steps, chans } = limits;
  const parts = fc.array(part(limits), { minLength: 1, maxLength: steps, size: 'max' });
  return fc.record({
    chans: fc.tuple(...Array.from({ length: chans }, () => capacity)),
    waitGroups: counters,
    procs: fc.array(parts, { minLength: 1, maxLength: procs, size: 'max' }),
  });
}

/** Some parts left out, and a few more added. */
function variation(draft: Draft, limits: Limits): Arbitrary<Draft> {
  const more = fc.option(part(limits), { freq: 1 });
  const kept = (part: Part): Arbitrary<Part | null> => fc.option(fc.constant(part), { freq: 12 });
  const procs = draft.procs.map((parts) =>
    fc
      .tuple(fc.tuple(...parts.map((one) => kept(one as Part))), fc.array(more, { maxLength: 1 }))
      .map(([some, extra]) => [...some, ...extra]),
  );
  // Further steps may name things that the template has not.
  const others = Array.from({ length: limits.chans - draft.chans.length }, () => capacity);
  return fc.record({
    chans: fc.tuple(...draft.chans.map((one) => fc.constant(one)), ...others),
    waitGroups: draft.waitGroups.length > 0 ? fc.constant(draft.waitGroups) : counters,
    procs: fc.tuple(...procs),
  });
}

function fits(draft: Draft, limits: Limits): boolean {
  const { procs, chans } = finish(draft, Infinity);
  const kinds = new Set<string>(procs.flat().map(([kind]) => kind));
  return (
    procs.length <= limits.procs &&
    chans.length <= limits.chans &&
    procs.every((steps) => steps.length <= limits.steps) &&
    (limits.selects || !kinds.has('select')) &&
    (limits.locks || !['lock', 'rlock', 'wlock'].some((kind) => kinds.has(kind))) &&
    (limits.waitGroups || !kinds.has('wait')) &&
    (limits.spawn || !kinds.has('spawn'))
  );
}

function part(limits: Limits): Arbitrary<Part> {
  const plain = limits.chans > 0 ? channelSteps(limits) : [];
  if (limits.waitGroups) {
    const add = fc.constantFrom(-1, 1, -2, 2).map((n): Step => ['add', 0, n]);
    const arbitrary = fc.oneof(add, fc.constant<Step>(['wait', 0]));
    plain.push({ weight: weights.group, arbitrary });
  }
  if (limits.spawn && limits.procs > 1) {
    const arbitrary = fc.integer({ min: 1, max: limits.procs - 1 }).map((n): Step => ['spawn', n]);
    plain.push({ weight: weights.spawn, arbitrary });
  }
  if (limits.locks && limits.misuse) {
    plain.push({ weight: weights.misuse, arbitrary: fc.constantFrom(...holds.flat()) });
  }
  const step = plain.length > 0 ? fc.oneof(...plain) : fc.constant<Step>(['recv', -1]);
  if (!limits.locks) return step;
  return fc.oneof(
    { weight: 100, arbitrary: step },
    { weight: weights.hold, arbitrary: held(step) },
  );
}

function channelSteps(limits: Limits): fc.WeightedArbitrary<Step>[] {
  const channel = fc.oneof(
    { weight: 32, arbitrary: fc.nat({ max: limits.chans - 1 }) },
    { weight: 1, arbitrary: fc.constant(-1) },
  );
  const send = channel.map((c): CaseStep => ['send', c, 0]);
  const recv = channel.map((c): CaseStep => ['recv', c]);
  const steps: fc.WeightedArbitrary<Step>[] = [
    { weight: weights.recv, arbitrary: recv },
    { weight: weights.send, arbitrary: send },
    { weight: weights.close, arbitrary: channel.map((c): Step => ['close', c]) },
    { weight: weights.len, arbitrary: channel.map((c): Step => ['len', c]) },
  ];
  if (!limits.selects) return steps;
  const some = fc.array(fc.oneof(recv, send), {
    minLength: 1,
    maxLength: limits.arms,
    size: 'max',
  });
  const arms = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant<CaseStep[]>([]) },
    { weight: 20, arbitrary: some },
  );
  // Three in ten have a default.
  const hasDefault = fc.nat({ max: 9 }).map((n) => n > 6);
  const arbitrary = fc.tuple(arms, hasDefault).map((it): Step => ['select', ...it]);
  return [...steps, { weight: weights.select, arbitrary }];
}

const holds: [hold: Step, free: Step][] = [
  [
    ['lock', 0],
    ['unlock', 0],
  ],
  [
    ['lock', 1],
    ['unlock', 1],
  ],
  [
    ['rlock', 0],
    ['runlock', 0],
  ],
  [
    ['wlock', 0],
    ['wunlock', 0],
  ],
];

/** A lock with a few steps under it, which may be another lock. */
function held(step: Arbitrary<Step>): Arbitrary<Part> {
  const block = (inside: Arbitrary<Part>): Arbitrary<Part> =>
    fc
      .tuple(fc.constantFrom(...holds), fc.array(inside, { maxLength: 2 }))
      .map(([[hold, free], parts]) => ({ hold, inside: parts, free }));
  return block(fc.oneof({ weight: 3, arbitrary: step }, { weight: 1, arbitrary: block(step) }));
}
