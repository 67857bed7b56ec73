/** Follows a schedule: strictly, for a replay, or as far as it fits. */
import type { Choice } from '../../kernel/controlled.ts';
import { Chooser } from '../chooser.ts';
import { StaleReplayError, type Deviation, type Schedule } from '../schedule.ts';

export class Follow extends Chooser {
  /** How many choices each decision had, for whoever wants to deviate further. */
  readonly counts: number[] = [];
  #stale: string | null = null;
  #next = 0;
  readonly #schedule: readonly Deviation[];
  readonly #strict: boolean;

  constructor(schedule: Schedule, strict: boolean, mostSteps: number) {
    super(mostSteps);
    this.#schedule = schedule.deviations;
    this.#strict = strict;
  }

  pick(_what: Choice, count: number): number {
    if (count === 1) return 0;
    this.counts.push(count);
    const deviation = this.#schedule[this.#next];
    if (deviation?.decision !== this.decisions) return 0;
    this.#next++;
    const { choice, mark } = deviation;
    if (!this.#strict) return choice % count;
    const at = `diverged at decision ${String(this.decisions)}`;
    if (mark !== undefined && mark !== this.mark) {
      this.#stale ??= `${at}: what came before is no longer the same`;
    } else if (choice >= count) {
      this.#stale ??= `${at}: there are ${String(count)} choices, not ${String(choice + 1)}`;
    }
    return choice % count;
  }

  /** @throws StaleReplayError if the schedule did not fit. */
  verify(): void {
    const left = this.#schedule[this.#next];
    if (this.#strict && this.#stale === null && left !== undefined) {
      const { decision } = left;
      this.#stale = `diverged before decision ${String(decision)}: the run had ${String(this.decisions)}`;
    }
    if (this.#stale !== null) throw new StaleReplayError(`replay: ${this.#stale}`);
  }
}
