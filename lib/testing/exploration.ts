/**
 * An exploration under way: how many runs there were, and what came of them.
 *
 * Invariant: `best` has each outcome so far with the fewest deviations that led to it.
 */
import { macrotask } from '../kernel/host.ts';
import type { Chooser } from './chooser.ts';
import { runOnce } from './run-once.ts';
import { Schedule } from './schedule.ts';
import type { Run, Target } from './target.ts';

/** After so many runs the host has its turn. */
const TURN = 1024;

export interface Limits {
  readonly runs: number;
  readonly steps: number;
  readonly until?: ((outcome: string) => boolean) | undefined;
}

export class Exploration {
  readonly best: Map<string, Schedule> = new Map();
  runs = 0;
  over = false;
  /** Steps of the longest run so far. */
  longest = 1;
  readonly target: Target;
  readonly limits: Limits;

  constructor(target: Target, limits: Limits) {
    this.target = target;
    this.limits = limits;
  }

  get goesOn(): boolean {
    return !this.over && this.runs < this.limits.runs;
  }

  /** One run; a promise only if it cannot be done at once. */
  try(run: Run, chooser: Chooser): void | Promise<void> {
    const outcome = runOnce(this.target, run, chooser);
    if (outcome instanceof Promise) {
      return outcome.then((it) => {
        this.#note(it, chooser);
      });
    }
    this.#note(outcome, chooser);
    if (this.runs % TURN !== 0) return undefined;
    return new Promise<void>((resolve) => {
      macrotask(resolve);
    });
  }

  #note(outcome: string | null, chooser: Chooser): void {
    this.runs++;
    if (chooser.steps > this.longest) this.longest = chooser.steps;
    if (outcome === null) return;
    const known = this.best.get(outcome);
    if (known !== undefined && known.length <= chooser.deviations.length) return;
    this.best.set(outcome, new Schedule(chooser.deviations));
    if (known === undefined && this.limits.until?.(outcome) === true) this.over = true;
  }
}
