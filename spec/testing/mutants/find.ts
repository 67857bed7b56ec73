/** Looks for a schedule under which a trial fails, in a controlled world and in the default one. */
import type { Chooser } from '../../../lib/testing/chooser.ts';
import type { Form } from '../../../lib/testing/execution.ts';
import { Random } from '../../../lib/testing/random.ts';
import { Schedule, type Deviation } from '../../../lib/testing/schedule.ts';
import { Tree } from '../../../lib/testing/strategies/exhaustive.ts';
import { Follow } from '../../../lib/testing/strategies/follow.ts';
import { Pos } from '../../../lib/testing/strategies/pos.ts';
import { RandomWalk } from '../../../lib/testing/strategies/random-walk.ts';
import { targetOf } from '../../../lib/testing/target-of.ts';
import { guarded, runGuarded, STEPS } from './attempt.ts';
import { Choices } from './choices.ts';
import type { Failure } from './failure.ts';
import type { Trial } from './trial.ts';

/** How much is tried. */
export interface Effort {
  /** The most runs of an exhaustive exploration. */
  readonly all: number;
  /** Runs of each kind of sample where not all can be tried. */
  readonly samples: number;
  /** Runs in the default world, beside the one without deviations. */
  readonly free: number;
}

/** The first failure, if there is one, with few deviations. */
export async function find(trial: Trial, effort: Effort, seed: number): Promise<Failure | null> {
  if (trial.permitted === undefined) return null;
  for (const form of trial.forms) {
    const search = new Search(trial, trial.permitted, form, effort, new Random(seed));
    const failure =
      (trial.controlled ? await search.controlled() : null) ??
      (trial.defaultWorld ? await search.free() : null);
    if (failure !== null) return failure;
  }
  return null;
}

/** Runs it under deviations; gives the outcome, and which of them made a difference. */
type Attempt = (
  deviations: readonly Deviation[],
) => Promise<{ outcome: string | null; deviations: readonly Deviation[] }>;

class Search {
  readonly #trial: Trial;
  readonly #permitted: ReadonlySet<string>;
  readonly #form: Form;
  readonly #effort: Effort;
  readonly #random: Random;

  constructor(
    trial: Trial,
    permitted: ReadonlySet<string>,
    form: Form,
    effort: Effort,
    random: Random,
  ) {
    this.#trial = trial;
    this.#permitted = permitted;
    this.#form = form;
    this.#effort = effort;
    this.#random = random;
  }

  /** In the default world. */
  async free(): Promise<Failure | null> {
    const run = async (choices: Choices) => ({
      outcome: await guarded(() => this.#trial.inDefaultWorld(this.#form, choices)),
      deviations: choices.deviations,
    });
    for (let i = 0; i <= this.#effort.free; i++) {
      const chance = i === 0 ? () => 0 : () => this.#random.below(8);
      const { outcome, deviations } = await run(new Choices(chance));
      if (this.#isRight(outcome)) continue;
      const attempt: Attempt = (fewer) => run(Choices.of(fewer));
      return this.#shortened('outside in the default world', attempt, deviations, outcome);
    }
    return null;
  }

  /** Every schedule, or samples of them. */
  async controlled(): Promise<Failure | null> {
    const tree = new Tree();
    const target = targetOf(this.#trial.it, this.#form);
    const met = new Set<string>();
    for (let i = 0; i < this.#effort.all && !tree.complete; i++) {
      const run = target.run();
      const chooser = tree.chooser(run.touches, STEPS);
      const outcome = await runGuarded(target, run, chooser);
      if (!this.#isRight(outcome)) return this.#outside(chooser, outcome);
      if (outcome !== null) met.add(outcome);
      tree.advance();
    }
    if (tree.complete) return this.#never(met);
    for (let i = 0; i < this.#effort.samples; i++) {
      const run = target.run();
      const chooser =
        i % 2 === 0
          ? new RandomWalk(this.#random, STEPS)
          : new Pos(this.#random, run.touches, STEPS);
      const outcome = await runGuarded(target, run, chooser);
      if (!this.#isRight(outcome)) return this.#outside(chooser, outcome);
    }
    return null;
  }

  #isRight(outcome: string | null): outcome is string | null {
    return outcome === null || this.#permitted.has(outcome);
  }

  /** What should be possible and has not been met under any schedule. */
  #never(met: ReadonlySet<string>): Failure | null {
    for (const outcome of this.#permitted) {
      if (met.has(outcome)) continue;
      const { subject } = this.#trial;
      // Nothing leads there: only the kernel as it is can say what should.
      return { kind: 'never', subject, form: this.#form, replay: '', outcome };
    }
    return null;
  }

  #outside(chooser: Chooser, outcome: string | null): Promise<Failure> {
    const target = targetOf(this.#trial.it, this.#form);
    const attempt: Attempt = async (fewer) => {
      const follow = new Follow(new Schedule(fewer), false, STEPS);
      return {
        outcome: await runGuarded(target, target.run(), follow),
        deviations: follow.deviations,
      };
    };
    return this.#shortened('outside', attempt, chooser.deviations, outcome);
  }

  /** Leaves out deviations one by one, for as long as anything is wrong. */
  async #shortened(
    kind: Failure['kind'],
    attempt: Attempt,
    first: readonly Deviation[],
    firstOutcome: string | null,
  ): Promise<Failure> {
    let best = first;
    let outcome = firstOutcome;
    for (let at = best.length - 1; at >= 0; at--) {
      const met = await attempt([...best.slice(0, at), ...best.slice(at + 1)]);
      if (this.#isRight(met.outcome) || met.deviations.length >= best.length) continue;
      best = met.deviations;
      outcome = met.outcome;
      at = Math.min(at, best.length);
    }
    const { subject } = this.#trial;
    const replay = new Schedule(best).toString();
    return { kind, subject, form: this.#form, replay, outcome: String(outcome) };
  }
}
