import { ourPool } from '../harness/pools.ts';
import { expectEqual, once } from '../harness/question.ts';
import type { Question, Sample } from '../harness/question.ts';
import { fib } from '../threads/fib.ts';

const CALLS = 64;
const [N, WANTED] = [27, 196_418];

const ROUNDS = 5;

/** The time of a call in the best round, since the first ones warm everybody up. */
async function all(call: (n: number) => number | PromiseLike<number>): Promise<Sample> {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    const found = await Promise.all(Array.from({ length: CALLS }, () => call(N)));
    least = Math.min(least, performance.now() - from);
    for (const one of found) expectEqual(one, WANTED);
  }
  return { n: CALLS, metrics: { 'ns/op': (least * 1e6) / CALLS } };
}

const question: Question = {
  name: 'FibThreads',
  what: '64 × fib(27) on two procs, against one thread',
  group: 'threads',
  sides: {
    procs: once(async () => {
      const procs = ourPool();
      const sample = await all((n) => procs.go('fib', n));
      await procs.close();
      return sample;
    }),
    'one-thread': once(() => all(fib)),
  },
  bounds: [{ side: 'procs', unit: 'ns/op', over: 'one-thread', atMost: 1 / 1.7 }],
};
export default question;
