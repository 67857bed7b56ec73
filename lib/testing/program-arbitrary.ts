import fc, { type Arbitrary } from 'fast-check';
import { checkOptions } from './check.ts';
import { finish, type Draft, type Part } from './draft.ts';
import { asleep, holds } from './holds.ts';
import type { CaseStep, Program, Step } from './program.ts';
import { templates } from './templates.ts';

/** What programs `program` makes. Numbers are the most there may be. */
export interface ProgramConstraints {
  /** Default: 3. */
  procs?: number;
  /** Seldom fewer procs than that. Default: 2. */
  minProcs?: number;
  /** Of one proc. Default: 3. */
  steps?: number;
  /** Of one proc, seldom fewer than that. Default: 1. */
  minSteps?: number;
  /** Without any, no step is about channels. Default: 2. */
  chans?: number;
  /** Arms of a select. Default: 3. */
  ways?: number;
  /** Whether there are selects. Default: true. */
  selects?: boolean;
  /** Whether there are mutexes and RWMutexes. Default: true. */
  locks?: boolean;
  /** Whether some lock is not unlocked, or unlocked by somebody else. Go dies of it. Default: true. */
  misuse?: boolean;
  /** Whether there are wait groups. Default: true. */
  waitGroups?: boolean;
  /** Whether there are onces. Default: false. */
  onces?: boolean;
  /** Whether there are conditions; they want locks. Default: false. */
  conds?: boolean;
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
  once: 12,
  news: 9,
  spawn: 3,
};

const kinds = {
  procs: 0,
  minProcs: 0,
  steps: 0,
  minSteps: 0,
  chans: 0,
  ways: 0,
  selects: 'boolean',
  locks: 'boolean',
  misuse: 'boolean',
  waitGroups: 'boolean',
  onces: 'boolean',
  conds: 'boolean',
  spawn: 'boolean',
} as const;

/**
 * Programs for fast-check. A quarter of them are variations on programs about corners of the rules.
 * They shrink by leaving out procs, steps and arms.
 *
 * @throws MisuseError for a constraint that there is none of, or that is not what it has to be.
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * import { explore, model, program } from 'millrace/testing';
 *
 * // Whatever can happen here, Go permits it.
 * await fc.assert(
 *   fc.asyncProperty(program({ steps: 2 }), async (it) => {
 *     const permitted = model(it).outcomes;
 *     const { outcomes } = await explore(it, { runs: 20 });
 *     return [...outcomes.keys()].every((outcome) => permitted.has(outcome));
 *   }),
 *   { numRuns: 20 },
 * );
 * ```
 */
export function program(constraints: ProgramConstraints = {}): Arbitrary<Program> {
  checkOptions('program', constraints, kinds);
  const limits: Limits = {
    procs: 3,
    minProcs: 2,
    steps: 3,
    minSteps: 1,
    chans: 2,
    ways: 3,
    selects: true,
    locks: true,
    misuse: true,
    waitGroups: true,
    onces: false,
    conds: false,
    spawn: true,
    ...constraints,
  };
  const any = part(limits);
  const fitting = templates.filter((draft) => fits(draft, limits));
  const drafts: fc.MaybeWeightedArbitrary<Draft>[] = [{ weight: 3, arbitrary: free(any, limits) }];
  if (fitting.length > 0) {
    const varied = fitting.map((draft) => variation(draft, any, limits));
    drafts.push({ weight: 1, arbitrary: fc.oneof(even, ...varied) });
  }
  // With its bias fast-check would draw every other list short.
  return fc.noBias(fc.oneof(even, ...drafts).map((draft) => finish(draft, limits.steps)));
}

/** Without this, deep choices would more and more often be the first. */
const even = { depthSize: 'max' } as const;
/** For what only shrinking should leave out. */
const rarely: fc.OptionConstraints<null> = { freq: 1000, ...even };

const capacity = fc.constantFrom(0, 0, 1, 2);
const counters = fc.tuple(fc.nat({ max: 2 }));

function free(any: Arbitrary<Part>, limits: Limits): Arbitrary<Draft> {
  const { procs, minProcs, steps, minSteps, chans } = limits;
  return fc.record({
    chans: fc.tuple(...Array.from({ length: chans }, () => capacity)),
    waitGroups: counters,
    procs: some(some(any, minSteps, steps), minProcs, procs),
  });
}

/** A few parts left out, and a few more added. */
function variation(draft: Draft, any: Arbitrary<Part>, limits: Limits): Arbitrary<Draft> {
  const extra = fc.array(any, { maxLength: 1 });
  const procs = draft.procs.map((parts) =>
    fc.tuple(kept(parts), extra).map((both): (Part | null)[] => both.flat()),
  );
  // Further steps may name things that the template has not.
  const others = Array.from({ length: limits.chans - draft.chans.length }, () => capacity);
  return fc.record({
    chans: fc.tuple(...draft.chans.map((one) => fc.constant(one)), ...others),
    waitGroups: draft.waitGroups.length > 0 ? fc.constant(draft.waitGroups) : counters,
    procs: fc.tuple(...procs),
  });
}

/** Most of the parts of a template. Its selects and locks only shrink. */
function kept(parts: (Part | null)[]): Arbitrary<(Part | null)[]> {
  return fc.tuple(...parts.map((one) => fc.option(whole(one as Part), { freq: 12, ...even })));
}

function whole(part: Part): Arbitrary<Part> {
  if (!Array.isArray(part)) {
    const inside = part.inside.map((one) => fc.option(whole(one as Part), rarely));
    return fc.record({
      lock: fc.option(fc.constant(part.lock), rarely),
      inside: fc.tuple(...inside),
    });
  }
  if (part[0] !== 'select') return fc.constant(part);
  const arms = fc.tuple(...part[1].map((arm) => fc.option(fc.constant(arm), rarely)));
  return arms.map((all) => ['select', all.filter((arm) => arm !== null), part[2]]);
}

/**
 * So many at least, but for shrinking: the items of an array that has a least length could not all be
 * left out in turn.
 */
function some<T>(item: Arbitrary<T>, atLeast: number, most: number): Arbitrary<T[]> {
  const least = Math.min(atLeast, most);
  const first = Array.from({ length: least }, () => fc.option(item, { freq: 50, ...even }));
  const rest = fc.array(item, { maxLength: most - least, size: 'max' });
  return fc
    .tuple(fc.tuple(...first), rest)
    .map(([some, more]) => [...some.filter((one) => one !== null), ...more]);
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
    (limits.onces || !kinds.has('once')) &&
    (limits.conds || !kinds.has('cwait')) &&
    (limits.spawn || !kinds.has('spawn'))
  );
}

function part(limits: Limits): Arbitrary<Part> {
  const plain = limits.chans > 0 ? channelSteps(limits) : [];
  if (limits.waitGroups) {
    const add = fc.constantFrom(-1, 1, -2, 2, 0).map((n): Step => ['add', 0, n]);
    const arbitrary = fc.oneof(even, add, fc.constant<Step>(['wait', 0]));
    plain.push({ weight: weights.group, arbitrary });
  }
  if (limits.onces && limits.chans > 0) {
    const body = fc.oneof(even, ...ends(channel(limits)));
    plain.push({ weight: weights.once, arbitrary: body.map((step): Step => ['once', 0, step]) });
  }
  if (limits.conds && limits.locks) {
    const news: Step[] = [
      ['signal', 0],
      ['broadcast', 0],
    ];
    if (limits.misuse) news.push(['cwait', 0]);
    plain.push({ weight: weights.news, arbitrary: fc.constantFrom(...news) });
  }
  if (limits.spawn && limits.procs > 1) {
    const arbitrary = fc.integer({ min: 1, max: limits.procs - 1 }).map((n): Step => ['spawn', n]);
    plain.push({ weight: weights.spawn, arbitrary });
  }
  if (limits.locks && limits.misuse) {
    plain.push({ weight: weights.misuse, arbitrary: fc.constantFrom(...holds.flat()) });
  }
  const step = plain.length > 0 ? fc.oneof(even, ...plain) : fc.constant<Step>(['recv', -1]);
  if (!limits.locks) return step;
  const parts: fc.WeightedArbitrary<Part>[] = [
    { weight: 100, arbitrary: step },
    { weight: weights.hold, arbitrary: held(step) },
  ];
  if (limits.conds) parts.push({ weight: 2 * weights.news, arbitrary: fc.constant(asleep) });
  return fc.oneof(even, ...parts);
}

function channel(limits: Limits): Arbitrary<number> {
  return fc.oneof(
    even,
    { weight: 32, arbitrary: fc.nat({ max: limits.chans - 1 }) },
    { weight: 1, arbitrary: fc.constant(-1) },
  );
}

function ends(channel: Arbitrary<number>): [send: Arbitrary<CaseStep>, recv: Arbitrary<CaseStep>] {
  return [channel.map((c): CaseStep => ['send', c, 0]), channel.map((c): CaseStep => ['recv', c])];
}

function channelSteps(limits: Limits): fc.WeightedArbitrary<Step>[] {
  const any = channel(limits);
  const [send, recv] = ends(any);
  const steps: fc.WeightedArbitrary<Step>[] = [
    { weight: weights.recv, arbitrary: recv },
    { weight: weights.send, arbitrary: send },
    { weight: weights.close, arbitrary: any.map((c): Step => ['close', c]) },
    { weight: weights.len, arbitrary: any.map((c): Step => ['len', c]) },
  ];
  if (!limits.selects) return steps;
  const arms = some(fc.oneof(even, recv, send), 1, limits.ways);
  // Three in ten have a default.
  const hasDefault = fc.nat({ max: 9 }).map((n) => n > 6);
  const arbitrary = fc.tuple(arms, hasDefault).map((it): Step => ['select', ...it]);
  return [...steps, { weight: weights.select, arbitrary }];
}

/** A lock with a few steps under it, which may be another lock. It shrinks to those steps. */
function held(step: Arbitrary<Step>): Arbitrary<Part> {
  const block = (inside: Arbitrary<Part>): Arbitrary<Part> =>
    fc
      .tuple(fc.option(fc.constantFrom(...holds), rarely), fc.array(inside, { maxLength: 2 }))
      .map(([lock, parts]) => ({ lock, inside: parts }));
  return block(
    fc.oneof(even, { weight: 3, arbitrary: step }, { weight: 1, arbitrary: block(step) }),
  );
}
