import { go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import type { Question } from '../harness/question.ts';
import { linear, sizes } from '../harness/sizes.ts';
import type { Round } from '../harness/sizes.ts';
import { turnUntil } from '../harness/turn.ts';

interface Tally {
  started: number;
  ended: number;
}

const reason = new Error('cancelled');

function* wait(on: Receiver<number>, signal: AbortSignal, tally: Tally): Routine<void> {
  tally.started++;
  try {
    yield* on.recv({ signal });
  } catch (error) {
    if (error !== reason) throw error;
  }
  tally.ended++;
}

function* feed(to: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* to.send(i);
}

/** Resolves once all of them wait. */
async function queue(
  queues: readonly Receiver<number>[],
  each: number,
  signal: AbortSignal,
): Promise<Tally> {
  const tally = { started: 0, ended: 0 };
  for (const on of queues) for (let i = 0; i < each; i++) void go(wait, on, signal, tally);
  await turnUntil(() => tally.started === queues.length * each);
  return tally;
}

const served: Round = async (queues, each) => {
  const tally = await queue(queues, each, new AbortController().signal);
  for (const to of queues) await go(feed, to, each);
  await turnUntil(() => tally.ended === queues.length * each);
};

const cancelled: Round = async (queues, each) => {
  const controller = new AbortController();
  const tally = await queue(queues, each, controller.signal);
  controller.abort(reason);
  await turnUntil(() => tally.ended === queues.length * each);
};

const question: Question = {
  name: 'WaitersOneSignal',
  what: 'goroutines queue on a channel, all with one signal, and are served or cancelled, per waiter',
  group: 'queue',
  sides: { ...sizes('served', served), ...sizes('cancelled', cancelled) },
  bounds: linear('served', 'cancelled'),
};
export default question;
