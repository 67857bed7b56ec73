import fc from 'fast-check';
import { go } from 'millrace';
import type { Routine } from 'millrace';
import { Mutex } from 'millrace/sync';
import { explore } from 'millrace/testing';

import { expectEqual, timed } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

/** Enough schedules that one of them must meet the deadlock. */
const enough = 100;

function* both(first: Mutex, second: Mutex): Routine<void> {
  yield* first.lock();
  yield* second.lock();
  second.unlock();
  first.unlock();
}

function* crossing(): Routine<void> {
  const [a, b] = [new Mutex(), new Mutex()];
  const one = go(both, a, b);
  const other = go(both, b, a);
  yield* one;
  yield* other;
}

async function bothAsync(first: Mutex, second: Mutex): Promise<void> {
  await first.lock();
  await second.lock();
  second.unlock();
  first.unlock();
}

async function crossingAsync(): Promise<void> {
  const [a, b] = [new Mutex(), new Mutex()];
  const one = go(bothAsync, a, b);
  const other = go(bothAsync, b, a);
  await one;
  await other;
}

async function ours(body: () => unknown, runs: number): Promise<void> {
  const { outcomes } = await explore(body, { strategy: 'random', runs });
  if (runs > enough) expectEqual(outcomes.size, 2);
}

/** A lock of promises, as a test of theirs would bring along. */
class Lock {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  lock(): Promise<void> | undefined {
    if (this.#held) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#held = true;
    return undefined;
  }

  unlock(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }
}

/** The scheduler of fast-check orders promises: one stands before each lock that is taken. */
async function bothScheduled(s: fc.Scheduler, first: Lock, second: Lock): Promise<void> {
  await s.schedule(Promise.resolve());
  await first.lock();
  await s.schedule(Promise.resolve());
  await second.lock();
  second.unlock();
  first.unlock();
}

async function theirs(numRuns: number): Promise<void> {
  let deadlocks = 0;
  const property = fc.asyncProperty(fc.scheduler(), async (s) => {
    const [a, b] = [new Lock(), new Lock()];
    let over = 0;
    const end = (): void => void over++;
    void bothScheduled(s, a, b).then(end);
    void bothScheduled(s, b, a).then(end);
    await s.waitIdle();
    if (over < 2) deadlocks++;
  });
  await fc.assert(property, { numRuns });
  if (numRuns > enough) expectEqual(deadlocks > 0, true);
}

const question: Question = {
  name: 'ExploreLocks',
  what: 'one schedule of two goroutines that take two locks in opposite order',
  group: 'speed',
  sides: {
    generator: timed((n) => ours(crossing, n)),
    'fc-scheduler': timed(theirs),
    async: timed((n) => ours(crossingAsync, n)),
  },
  bounds: [
    { side: 'generator', unit: 'ns/op', over: 'fc-scheduler', atMost: 0.2 },
    // 50,000 schedules a second.
    { side: 'generator', unit: 'ns/op', atMost: 20_000 },
  ],
};
export default question;
