/** Runs a failure once more. */
import { replay } from '../../../lib/testing/replay.ts';
import { parseSchedule, StaleReplayError } from '../../../lib/testing/schedule.ts';
import { guarded, STEPS } from './attempt.ts';
import { Choices } from './choices.ts';
import { disagreement, type Commands } from './commands.ts';
import type { Failure } from './failure.ts';
import { orderIn } from './order.ts';
import { trialOf } from './trial.ts';
import type { Program } from '../../../lib/testing/program.ts';

/** Whether it fails again. A stale replay does not, unless it was to lead where nothing leads. */
export async function failsAgain(failure: Failure): Promise<boolean> {
  const { kind, subject, form, outcome } = failure;
  const choices = Choices.of(parseSchedule(failure.replay).deviations);
  if (kind === 'commands') return (await disagreement(subject as Commands, choices)) !== null;
  if (kind === 'order') return (await guarded(() => orderIn(subject as Program))) !== outcome;
  const trial = trialOf(subject);
  if (kind === 'outside in the default world') {
    const met = await guarded(() => trial.inDefaultWorld(form, choices));
    return trial.permitted?.has(met) === false;
  }
  try {
    const met = await guarded(() => replay(trial.it, failure.replay, { form, steps: STEPS }));
    return kind === 'never' ? met !== outcome : trial.permitted?.has(met) === false;
  } catch (error) {
    if (!(error instanceof StaleReplayError)) throw error;
    return kind === 'never';
  }
}
