import { afterFunc, Ticker, Timer } from 'millrace/time';

import { leak, noGrowth } from '../harness/leak.ts';
import { expectEqual } from '../harness/question.ts';
import type { Question, Side } from '../harness/question.ts';

const long = 3_600_000;

/** So many are to come at once; `stride` shares no factor with it, so they leave from all over. */
const batch = 100_000;
const stride = 7919;

interface Stoppable {
  stop(): boolean | void;
}

function oneByOne(make: () => Stoppable): Side {
  return leak(async (n) => {
    for (let i = 0; i < n; i++) make().stop();
    return [];
  });
}

const sides = {
  timer: oneByOne(() => new Timer(long)),
  ticker: oneByOne(() => new Ticker(long)),
  'after-func': oneByOne(() => afterFunc(long, nothing)),
  'after-func-batches': leak(async (n) => {
    for (let left = n; left > 0; left -= batch) {
      const size = Math.min(left, batch);
      const timers = Array.from({ length: size }, (_, i) => afterFunc(long + (i % 977), nothing));
      for (let i = 0; i < size; i++) expectEqual(timers[(i * stride) % size]?.stop(), true);
    }
    return [];
  }),
};

function nothing(): void {}

const question: Question = {
  name: 'TimersStopped',
  what: 'a million timers stopped before they were due: one by one, or all over a hundred thousand',
  group: 'leak',
  samples: 3,
  sides,
  bounds: noGrowth(...Object.keys(sides)),
};
export default question;
