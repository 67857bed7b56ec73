/**
 * Makes the schedules of an exploration short: leaves out deviations for as long as the outcome
 * stays. What a sample met in a thousand random choices mostly needs two or three of them.
 */
import type { Exploration } from './exploration.ts';
import { Schedule, type Deviation } from './schedule.ts';
import { runOnce } from './run-once.ts';
import { Follow } from './strategies/follow.ts';

/** The most runs that are spent on it, for one outcome and for all. */
const MOST_EACH = 200;
const MOST = 4_000;

export async function shorten(exploration: Exploration): Promise<void> {
  let left = MOST;
  for (const [outcome, schedule] of exploration.best) {
    if (schedule.length < 2 || left <= 0) continue;
    const shorter = await shortest(exploration, outcome, schedule, Math.min(left, MOST_EACH));
    left -= shorter.runs;
    exploration.best.set(outcome, shorter.schedule);
  }
}

async function shortest(
  exploration: Exploration,
  outcome: string,
  schedule: Schedule,
  mostRuns: number,
): Promise<{ schedule: Schedule; runs: number }> {
  let best = schedule.deviations;
  let runs = 0;
  // Halves first, then quarters, down to single ones.
  for (let size = best.length >> 1; size >= 1 && runs < mostRuns; size = smaller(size, best)) {
    for (let at = best.length - size; at >= 0 && runs < mostRuns; at -= size) {
      const without = [...best.slice(0, at), ...best.slice(at + size)];
      const chooser = new Follow(new Schedule(without), false, exploration.limits.steps);
      runs++;
      const met = await runOnce(exploration.target, exploration.target.run(), chooser);
      if (met === outcome && chooser.deviations.length < best.length) {
        best = chooser.deviations;
        at = Math.min(at, best.length);
      }
    }
  }
  return { schedule: new Schedule(best), runs };
}

function smaller(size: number, best: readonly Deviation[]): number {
  return size === 1 ? 0 : Math.min(size >> 1, Math.max(best.length >> 1, 1));
}
