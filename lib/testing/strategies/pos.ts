/**
 * Partial order sampling: each next step has a random priority, and the highest runs; those that
 * raced with it draw anew. So each order of two racing steps gets a fair share, however many steps
 * that race with nothing stand around them (Yuan, Yang and Gu, CAV 2018).
 */
import type { Choice } from '../../kernel/controlled.ts';
import type { Task } from '../../kernel/world.ts';
import { Chooser } from '../chooser.ts';
import type { Random } from '../random.ts';
import type { Touches } from '../touches.ts';

export class Pos extends Chooser {
  readonly #random: Random;
  /** Null where it is not known: then every two steps race. */
  readonly #touches: Touches | null;
  /** By task, since a goroutine's next step is another task. */
  readonly #priorities = new Map<Task, number>();

  constructor(random: Random, touches: Touches | null, mostSteps: number) {
    super(mostSteps);
    this.#random = random;
    this.#touches = touches;
  }

  pick(what: Choice, count: number, runnable: readonly Task[]): number {
    if (count === 1) return 0;
    if (what !== 'run') return this.#random.below(count);
    let best = 0;
    let highest = -1;
    for (let i = 0; i < count; i++) {
      const priority = this.#priority(runnable[i] as Task);
      if (priority <= highest) continue;
      highest = priority;
      best = i;
    }
    this.#redraw(runnable, runnable[best] as Task);
    return best;
  }

  #priority(task: Task): number {
    let priority = this.#priorities.get(task);
    if (priority === undefined) {
      priority = this.#random.next();
      this.#priorities.set(task, priority);
    }
    return priority;
  }

  #redraw(runnable: readonly Task[], chosen: Task): void {
    this.#priorities.delete(chosen);
    const touches = this.#touches;
    const touched = touches === null ? 0 : touches(chosen, runnable);
    for (const task of runnable) {
      if (task === chosen) continue;
      if (touches === null || (touches(task, runnable) & touched) !== 0) {
        this.#priorities.delete(task);
      }
    }
  }
}
