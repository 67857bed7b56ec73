/**
 * Probabilistic concurrency testing: goroutines have random priorities, the highest runs, and at a
 * few random steps the one that runs falls below all others. A bug that needs d such changes is hit
 * with a known least chance (Burckhardt and others, ASPLOS 2010).
 */
import type { Choice } from '../../kernel/controlled.ts';
import { ownerOf } from '../../kernel/owner.ts';
import type { Task } from '../../kernel/world.ts';
import { Chooser } from '../chooser.ts';
import type { Random } from '../random.ts';

/** How many changes: a bug of depth 3 needs two. */
const CHANGES = 2;

export class Pct extends Chooser {
  readonly #random: Random;
  readonly #priorities = new Map<Task | null, number>();
  readonly #changes: number[] = [];
  #lowest = 0;

  /** @param expected about how many steps a run has. */
  constructor(random: Random, expected: number, mostSteps: number) {
    super(mostSteps);
    this.#random = random;
    for (let i = 0; i < CHANGES; i++) this.#changes.push(1 + random.below(Math.max(expected, 1)));
  }

  pick(what: Choice, count: number, runnable: readonly Task[]): number {
    if (what !== 'run') return count === 1 ? 0 : this.#random.below(count);
    const best = this.#highest(runnable);
    if (!this.#changes.includes(this.steps)) return best;
    this.#priorities.set(ownerOf(runnable[best] as Task), --this.#lowest);
    return this.#highest(runnable);
  }

  #highest(runnable: readonly Task[]): number {
    let best = 0;
    let highest = -Infinity;
    for (const [i, task] of runnable.entries()) {
      const owner = ownerOf(task);
      let priority = this.#priorities.get(owner);
      if (priority === undefined) {
        priority = this.#random.next();
        this.#priorities.set(owner, priority);
      }
      if (priority <= highest) continue;
      highest = priority;
      best = i;
    }
    return best;
  }
}
