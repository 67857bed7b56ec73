/** Every choice with the same chance. */
import type { Choice } from '../../kernel/controlled.ts';
import { Chooser } from '../chooser.ts';
import type { Random } from '../random.ts';

export class RandomWalk extends Chooser {
  readonly #random: Random;

  constructor(random: Random, mostSteps: number) {
    super(mostSteps);
    this.#random = random;
  }

  pick(_what: Choice, count: number): number {
    return count === 1 ? 0 : this.#random.below(count);
  }
}
