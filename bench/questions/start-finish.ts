import { go, gosched } from 'millrace';
import type { Routine } from 'millrace';

import { timed, twin } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';

interface Tally {
  done: number;
}

/** As many as are started before the starter gives way until all of them are done. */
const batch = 1000;

// oxlint-disable-next-line require-yield -- the least goroutine there is
function* one(tally: Tally): Routine<void> {
  tally.done++;
}

/** Starts so many goroutines and sees them end. */
export function* starter(n: number): Routine<void> {
  const tally = { done: 0 };
  for (let started = 1; started <= n; started++) {
    void go(one, tally);
    if (started % batch !== 0 && started !== n) continue;
    while (tally.done < started) yield* gosched();
  }
}

async function oneAsync(tally: Tally): Promise<void> {
  tally.done++;
}

async function starterAsync(n: number): Promise<void> {
  const tally = { done: 0 };
  for (let started = 1; started <= n; started++) {
    void go(oneAsync, tally);
    if (started % batch !== 0 && started !== n) continue;
    do await gosched();
    while (tally.done < started);
  }
}

const question: Question = {
  name: 'StartFinish',
  what: 'start and finish a goroutine of a shared function',
  group: 'speed',
  sides: {
    generator: timed((n) => go(starter, n)),
    go: twin('StartFinish'),
    async: timed((n) => go(starterAsync, n)),
  },
  bounds: [{ side: 'generator', unit: 'ns/op', over: 'go', atMost: 0.5 }],
};
export default question;
