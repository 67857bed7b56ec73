/** The kernel as it is, asked what is right. */
import { explore } from '../../../lib/testing/explore.ts';
import type { Question } from './failure.ts';
import { orderIn } from './order.ts';
import { trialOf } from './trial.ts';

/** One question after the other: two runs in the default world would be one another's others. */
let before: Promise<unknown> = Promise.resolve();

export function answer(question: Question): Promise<string> {
  const now = before.then(() => answered(question));
  before = now.catch(() => {});
  return now;
}

async function answered(question: Question): Promise<string> {
  if (question.what === 'order') return orderIn(question.program);
  const { subject, form, outcome } = question;
  const strategy = 'exhaustive';
  const until = (met: string): boolean => met === outcome;
  const { outcomes } = await explore(trialOf(subject).it, { strategy, form, until });
  const schedule = outcomes.get(outcome);
  if (schedule === undefined) throw new Error(`${outcome}: never, by the kernel as it is`);
  return schedule;
}
