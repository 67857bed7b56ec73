/** Runs that may break the kernel: then that is the outcome. */
import type { Chooser } from '../../../lib/testing/chooser.ts';
import { runOnce } from '../../../lib/testing/run-once.ts';
import { StaleReplayError } from '../../../lib/testing/schedule.ts';
import type { Run, Target } from '../../../lib/testing/target.ts';

/** The most steps of a run: more is a livelock. */
export const STEPS = 2_000;

/** @throws StaleReplayError if it meets one: a replay that does not fit shows nothing. */
export async function guarded<T>(body: () => Promise<T> | T): Promise<T | string> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof StaleReplayError) throw error;
    return `broken: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The outcome; null if the policy cut it off. */
export function runGuarded(target: Target, run: Run, chooser: Chooser): Promise<string | null> {
  return guarded(() => runOnce(target, run, chooser));
}
