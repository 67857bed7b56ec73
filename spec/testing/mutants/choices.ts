/**
 * The choices of a run in the default world: whether to let the others run before a step, and what a
 * select draws. They are numbered from 0, and written down where they are not 0, as schedules are.
 */
import type { Deviation } from '../../../lib/testing/schedule.ts';

export class Choices {
  /** One for each choice so far that was not 0, in order. */
  readonly deviations: Deviation[] = [];
  #decision = 0;
  readonly #plan: (decision: number) => number;

  constructor(plan: (decision: number) => number) {
    this.#plan = plan;
  }

  static of(schedule: readonly Deviation[]): Choices {
    const choices = new Map(schedule.map(({ decision, choice }) => [decision, choice]));
    return new Choices((decision) => choices.get(decision) ?? 0);
  }

  take(count: number): number {
    const decision = this.#decision++;
    const choice = this.#plan(decision) % count;
    if (choice > 0) this.deviations.push({ decision, choice });
    return choice;
  }

  /** While the body runs, `Math.random` is one of the choices. */
  async during<T>(body: () => Promise<T>): Promise<T> {
    const { random } = Math;
    // Eight are more than any select has arms.
    Math.random = () => this.take(8) / 8;
    try {
      return await body();
    } finally {
      Math.random = random;
    }
  }
}
