/**
 * What all policies of exploration have in common: they count the decisions, and write down where
 * they deviated from the default, so that every run can be replayed.
 *
 * A decision is a choice between two or more; they are numbered from 0. The default is choice 0:
 * who ran last goes on, and of several ready arms the first is taken.
 *
 * Invariant: `deviations` has one entry for each decision so far that was not 0, in order.
 */
import type { Choice, Policy } from '../kernel/controlled.ts';
import { ownerOf } from '../kernel/owner.ts';
import type { Goroutine } from '../kernel/goroutine.ts';
import type { Task } from '../kernel/world.ts';
import type { Deviation } from './schedule.ts';

/** How many marks there are: two digits to the base of 36. */
const MARKS = 1296;

export abstract class Chooser implements Policy {
  readonly deviations: Deviation[] = [];
  decisions = 0;
  steps = 0;
  /** It took more steps than it may. */
  endless = false;
  /** Of all the choices so far: who replays a run knows by it whether it is still the same. */
  mark = 0;
  readonly #mostSteps: number;

  constructor(mostSteps: number) {
    this.#mostSteps = mostSteps;
  }

  choose(what: Choice, count: number, runnable: readonly Task[]): number {
    if (what === 'run' && ++this.steps > this.#mostSteps) {
      this.endless = true;
      return -1;
    }
    const chosen = this.pick(what, count, runnable);
    if (count === 1 || chosen < 0) return chosen;
    if (chosen > 0)
      this.deviations.push({ decision: this.decisions, choice: chosen, mark: this.mark });
    const who = what === 'run' ? (ownerOf(runnable[chosen] as Task) as Goroutine | null) : null;
    this.mark = (Math.imul(this.mark, 31) + 7 * count + (who === null ? 0 : who.id)) % MARKS;
    this.decisions++;
    return chosen;
  }

  /** Chooses; asked about single choices, too, which only a policy that stops runs looks at. */
  abstract pick(what: Choice, count: number, runnable: readonly Task[]): number;
}
