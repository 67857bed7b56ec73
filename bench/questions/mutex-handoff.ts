import { go, gosched } from 'millrace';
import type { Routine } from 'millrace';
import { Mutex } from 'millrace/sync';

import { expectEqual, timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

/** So many want the lock at any time. */
const goroutines = 8;

class Shared {
  readonly mutex = new Mutex();
  value = 0;
}

/** Keeps the lock over a pause, in which everybody else comes to want it. */
function* add(shared: Shared, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    yield* shared.mutex.lock();
    const { value } = shared;
    yield* gosched();
    shared.value = value + 1;
    shared.mutex.unlock();
    yield* gosched();
  }
}

async function addAsync(shared: Shared, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await shared.mutex.lock();
    const { value } = shared;
    await gosched();
    shared.value = value + 1;
    shared.mutex.unlock();
    await gosched();
  }
}

async function all(body: typeof add | typeof addAsync, n: number): Promise<void> {
  const shared = new Shared();
  await Promise.all(Array.from({ length: goroutines }, () => go(body, shared, n)));
  expectEqual(shared.value, goroutines * n);
}

const question: Question = {
  name: 'MutexHandoff',
  what: `a mutex that ${goroutines} want, each over a pause`,
  group: 'speed',
  sides: {
    generator: timed((n) => all(add, n), goroutines),
    go: twin('MutexHandoff'),
    async: timed((n) => all(addAsync, n), goroutines),
  },
  bounds: [{ side: 'generator', unit: 'ns/op', over: 'go', atMost: 1 }],
};
export default question;
