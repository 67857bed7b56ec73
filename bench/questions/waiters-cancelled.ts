import { go } from 'millrace';
import type { Receiver, Routine } from 'millrace';

import type { Question } from '../harness/question.ts';
import { linear, sizes } from '../harness/sizes.ts';
import type { Round } from '../harness/sizes.ts';
import { turnUntil } from '../harness/turn.ts';

interface Tally {
  started: number;
  cancelled: number;
}

// One reason for all: making an error for each would be most of the time.
const reason = new Error('cancelled');

function* wait(on: Receiver<number>, signal: AbortSignal, tally: Tally): Routine<void> {
  tally.started++;
  try {
    yield* on.recv({ signal });
  } catch (error) {
    if (error === reason) tally.cancelled++;
  }
}

async function waitAsync(on: Receiver<number>, signal: AbortSignal, tally: Tally): Promise<void> {
  tally.started++;
  try {
    await on.recv({ signal });
  } catch (error) {
    if (error === reason) tally.cancelled++;
  }
}

/** Shares no factor with the sizes: the waiters leave from all over the queue. */
const stride = 7919;

type Start = (on: Receiver<number>, signal: AbortSignal, tally: Tally) => void;

/** The controllers are the host's, and made before the clock runs. */
function cancelEach(start: Start): Round {
  return async (queues, each) => {
    const waiters = queues.length * each;
    const controllers = Array.from({ length: waiters }, () => new AbortController());
    const tally = { started: 0, cancelled: 0 };
    const from = performance.now();
    for (let i = 0; i < waiters; i++) {
      const on = queues[i % queues.length];
      const signal = controllers[i]?.signal;
      if (on !== undefined && signal !== undefined) start(on, signal, tally);
    }
    await turnUntil(() => tally.started === waiters);
    for (let i = 0; i < waiters; i++) controllers[(i * stride) % waiters]?.abort(reason);
    await turnUntil(() => tally.cancelled === waiters);
    return performance.now() - from;
  };
}

const generator = cancelEach((on, signal, tally) => void go(wait, on, signal, tally));
const async = cancelEach((on, signal, tally) => void go(waitAsync, on, signal, tally));

const question: Question = {
  name: 'WaitersCancelled',
  what: 'goroutines queue on a channel and are cancelled one by one, per waiter',
  group: 'queue',
  sides: { ...sizes('generator', generator), ...sizes('async', async) },
  bounds: linear('generator', 'async'),
};
export default question;
