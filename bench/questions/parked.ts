import { Channel, go, gosched, numGoroutine } from 'millrace';
import type { Receiver, Routine } from 'millrace';

import { expectEqual, once, twin } from '../harness/question.ts';
import type { Question, Sample } from '../harness/question.ts';
import { settledHeap, turnUntil } from '../harness/turn.ts';

const goroutines = 1_000_000;

function* park(on: Receiver<number>): Routine<void> {
  yield* on.recv();
}

async function parkAsync(on: Receiver<number>): Promise<void> {
  await on.recv();
}

/** Joined last, it has run after everything that was started before it. */
function* last(): Routine<void> {
  yield* gosched();
}

async function bytesEach(start: (on: Receiver<number>) => void): Promise<Sample> {
  const on = new Channel<number>();
  const alive = numGoroutine();
  const before = await settledHeap();
  for (let i = 0; i < goroutines; i++) start(on);
  await go(last);
  const after = await settledHeap();
  // Alive and waiting when they were weighed: one takes a value, and closing ends the others.
  expectEqual(numGoroutine() - alive, goroutines);
  expectEqual(on.trySend(0), true);
  on.close();
  await turnUntil(() => numGoroutine() === alive);
  return { n: goroutines, metrics: { 'B/goroutine': (after - before) / goroutines } };
}

// A million of the async form need about a gigabyte, and as much again while it is collected.
const flags = ['--max-old-space-size=8192'];

const question: Question = {
  name: 'Parked',
  what: 'a million goroutines waiting on one channel, all that each of them holds',
  group: 'memory',
  samples: 3,
  sides: {
    generator: once(() => bytesEach((on) => void go(park, on)), flags),
    go: twin('Parked'),
    async: once(() => bytesEach((on) => void go(parkAsync, on)), flags),
  },
  bounds: [
    { side: 'generator', unit: 'B/goroutine', atMost: 350 },
    { side: 'async', unit: 'B/goroutine', atMost: 1100 },
  ],
};
export default question;
