import { go } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

import { BareLine } from '../harness/bare-line.ts';
import { expectEqual, timed } from '../harness/question.ts';
import type { Question, Side } from '../harness/question.ts';
import { linear, sizes } from '../harness/sizes.ts';
import type { Round } from '../harness/sizes.ts';
import { turnUntil } from '../harness/turn.ts';

interface Tally {
  started: number;
  ended: number;
}

function* wait(on: Receiver<number>, tally: Tally): Routine<void> {
  tally.started++;
  yield* on.recv();
  tally.ended++;
}

function* feed(to: Sender<number>, n: number): Routine<void> {
  for (let i = 0; i < n; i++) yield* to.send(i);
}

async function waitAsync(on: Receiver<number>, tally: Tally): Promise<void> {
  tally.started++;
  await on.recv();
  tally.ended++;
}

async function feedAsync(to: Sender<number>, n: number): Promise<void> {
  for (let i = 0; i < n; i++) await to.send(i);
}

type Start = (on: Receiver<number>, tally: Tally) => void;
type Feed = (to: Sender<number>, n: number) => PromiseLike<void>;

function drain(start: Start, serve: Feed): Round {
  return async (queues, each) => {
    const waiters = queues.length * each;
    const tally = { started: 0, ended: 0 };
    for (const on of queues) for (let i = 0; i < each; i++) start(on, tally);
    await turnUntil(() => tally.started === waiters);
    for (const to of queues) await serve(to, each);
    await turnUntil(() => tally.ended === waiters);
  };
}

const generator = drain(
  (on, tally) => void go(wait, on, tally),
  (to, n) => go(feed, to, n),
);
const async = drain(
  (on, tally) => void go(waitAsync, on, tally),
  (to, n) => go(feedAsync, to, n),
);

function* parked(tally: Tally): Generator<undefined, void> {
  tally.started++;
  yield;
  tally.ended++;
}

function bareGenerators(waiters: number): Side {
  return timed((rounds) => {
    for (let round = 0; round < rounds; round++) {
      const tally = { started: 0, ended: 0 };
      const line = new BareLine<Generator<undefined, void>>();
      for (let i = 0; i < waiters; i++) {
        const routine = parked(tally);
        routine.next();
        line.join(routine);
      }
      for (let i = 0; i < waiters; i++) line.leave().next();
      expectEqual(tally.ended, waiters);
    }
  }, waiters);
}

async function waitBare(line: BareLine<(value: number) => void>, tally: Tally): Promise<void> {
  tally.started++;
  await new Promise<number>((resolve) => line.join(resolve));
  tally.ended++;
}

function barePromises(waiters: number): Side {
  return timed(async (rounds) => {
    for (let round = 0; round < rounds; round++) {
      const tally = { started: 0, ended: 0 };
      const line = new BareLine<(value: number) => void>();
      for (let i = 0; i < waiters; i++) void waitBare(line, tally);
      for (let i = 0; i < waiters; i++) line.leave()(i);
      await turnUntil(() => tally.ended === waiters);
    }
  }, waiters);
}

const question: Question = {
  name: 'WaitersDrained',
  what: 'goroutines queue on a channel and are served, per waiter',
  group: 'queue',
  sides: {
    ...sizes('generator', generator),
    ...sizes('async', async),
    'bare-generator-10k': bareGenerators(10_000),
    'bare-generator-100k': bareGenerators(100_000),
    'bare-async-10k': barePromises(10_000),
    'bare-async-100k': barePromises(100_000),
  },
  bounds: linear('generator', 'async'),
};
export default question;
