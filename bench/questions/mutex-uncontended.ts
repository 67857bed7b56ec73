import { go } from 'millrace';
import type { Routine } from 'millrace';
import { Mutex } from 'millrace/sync';

import { timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

function* lockUnlock(mutex: Mutex, n: number): Routine<void> {
  for (let i = 0; i < n; i++) {
    yield* mutex.lock();
    mutex.unlock();
  }
}

async function lockUnlockAsync(mutex: Mutex, n: number): Promise<void> {
  for (let i = 0; i < n; i++) {
    await mutex.lock();
    mutex.unlock();
  }
}

const question: Question = {
  name: 'MutexUncontended',
  what: 'lock and unlock a mutex that nobody else wants',
  group: 'speed',
  sides: {
    generator: timed((n) => go(lockUnlock, new Mutex(), n)),
    go: twin('MutexUncontended'),
    async: timed((n) => go(lockUnlockAsync, new Mutex(), n)),
  },
  bounds: [{ side: 'generator', unit: 'ns/op', over: 'go', atMost: 3 }],
};
export default question;
