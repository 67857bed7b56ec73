/** The strategies by name: each spends the runs of an exploration in its own way. */
import type { Exploration } from './exploration.ts';
import { Random } from './random.ts';
import { Schedule, type Deviation } from './schedule.ts';
import { Follow } from './strategies/follow.ts';
import { Pct } from './strategies/pct.ts';
import { Pos } from './strategies/pos.ts';
import { RandomWalk } from './strategies/random-walk.ts';
import { Tree } from './strategies/exhaustive.ts';

/** How schedules are chosen; see {@link ExploreOptions}. */
export type Strategy =
  'default' | 'bounded' | 'random' | 'pos' | 'pct' | 'exhaustive' | 'portfolio';

/** Resolves to whether every schedule was tried. */
type Spend = (exploration: Exploration, seed: number) => Promise<boolean>;

export const strategies: Record<Strategy, Spend> = {
  default: (exploration) => bounded(exploration, 0, 1),
  bounded: (exploration) => bounded(exploration, 2, exploration.limits.runs),
  random: (exploration, seed) => samples(exploration, seed, [walk]),
  pos: (exploration, seed) => samples(exploration, seed, [pos]),
  pct: (exploration, seed) => samples(exploration, seed, [pct]),
  exhaustive,
  async portfolio(exploration, seed) {
    await bounded(exploration, 2, exploration.limits.runs / 2);
    return samples(exploration, seed, [walk, pos, pct]);
  },
};

/** A schedule that was tried, and how many choices each decision of its run had. */
interface Tried {
  readonly schedule: readonly Deviation[];
  readonly counts: readonly number[];
}

/** All schedules of at most so many deviations, those of fewer first. */
async function bounded(exploration: Exploration, most: number, runs: number): Promise<boolean> {
  let level = [await follow(exploration, [])];
  for (let deviations = 1; deviations <= most; deviations++) {
    const next: Tried[] = [];
    for (const { schedule, counts } of level) {
      const from = (schedule.at(-1)?.decision ?? -1) + 1;
      for (let decision = from; decision < counts.length; decision++) {
        for (let choice = 1; choice < (counts[decision] as number); choice++) {
          if (!exploration.goesOn || exploration.runs >= runs) return false;
          next.push(await follow(exploration, [...schedule, { decision, choice }]));
        }
      }
    }
    level = next;
  }
  return false;
}

async function follow(exploration: Exploration, schedule: readonly Deviation[]): Promise<Tried> {
  const chooser = new Follow(new Schedule(schedule), false, exploration.limits.steps);
  const later = exploration.try(exploration.target.run(), chooser);
  if (later !== undefined) await later;
  return { schedule, counts: chooser.counts };
}

type Sampler = (exploration: Exploration, random: Random) => void | Promise<void>;

const walk: Sampler = (exploration, random) =>
  exploration.try(exploration.target.run(), new RandomWalk(random, exploration.limits.steps));

const pos: Sampler = (exploration, random) => {
  const run = exploration.target.run();
  return exploration.try(run, new Pos(random, run.touches, exploration.limits.steps));
};

const pct: Sampler = (exploration, random) => {
  const { longest, limits } = exploration;
  return exploration.try(exploration.target.run(), new Pct(random, longest, limits.steps));
};

async function samples(
  exploration: Exploration,
  seed: number,
  samplers: readonly Sampler[],
): Promise<boolean> {
  const random = new Random(seed);
  for (let i = 0; exploration.goesOn; i++) {
    const later = (samplers[i % samplers.length] as Sampler)(exploration, random);
    if (later !== undefined) await later;
  }
  return false;
}

async function exhaustive(exploration: Exploration): Promise<boolean> {
  const tree = new Tree();
  while (exploration.goesOn && !tree.complete) {
    const run = exploration.target.run();
    const later = exploration.try(run, tree.chooser(run.touches, exploration.limits.steps));
    if (later !== undefined) await later;
    tree.advance();
  }
  return tree.complete;
}
