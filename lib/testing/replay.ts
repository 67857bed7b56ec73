/** replay: one run under a given schedule. */
import { MisuseError } from '../kernel/errors.ts';
import type { Body } from './body-target.ts';
import { checkOptions } from './check.ts';
import type { Form } from './execution.ts';
import type { Program } from './program.ts';
import { runOnce } from './run-once.ts';
import { parseSchedule, Schedule, type Replay } from './schedule.ts';
import { Follow } from './strategies/follow.ts';
import { targetOf } from './target-of.ts';

/** How `replay` runs. */
export interface ReplayOptions {
  /** As it was for `explore`. */
  readonly form?: Form | undefined;
  /** So many steps at most, as it was for `explore`. */
  readonly steps?: number | undefined;
}

const kinds = { form: 'string', steps: 1 } as const;

/**
 * Runs a program or a function once, under a schedule, and gives the outcome.
 *
 * A schedule as text, which is what `explore` prints, has to fit. One that is data, as the
 * `schedule()` arbitrary makes it, is followed as far as it fits: so it can be shrunk together with
 * what it is a schedule of.
 *
 * @throws StaleReplayError (as a rejection) if text does not fit: it says where it diverged.
 * @throws MisuseError (as a rejection) for what `explore` refuses, and for what is no schedule.
 *
 * @example
 * ```ts
 * import { replay, type Program } from 'millrace/testing';
 *
 * const program: Program = { chans: [1], procs: [[['send', 0, 1]], [['send', 0, 2]], [['recv', 0]]] };
 * console.log(await replay(program, 's1:'));
 * console.log(await replay(program, 's1:0.1'));
 * // Output:
 * // s | s | r1
 * // s | s | r2
 * ```
 */
export async function replay(
  it: Program | Body,
  schedule: Replay | Schedule,
  options: ReplayOptions = {},
): Promise<string> {
  checkOptions('replay', options, kinds);
  const strict = typeof schedule === 'string';
  if (!strict && !(schedule instanceof Schedule)) {
    throw new MisuseError('replay: schedule: neither text nor a Schedule');
  }
  const parsed = strict ? parseSchedule(schedule) : schedule;
  const target = targetOf(it, options.form);
  const chooser = new Follow(parsed, strict, options.steps ?? 10_000);
  const outcome = await runOnce(target, target.run(), chooser);
  chooser.verify();
  return outcome as string;
}
