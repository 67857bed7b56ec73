import { ours, theirs } from '../harness/pools.ts';
import type { Question } from '../harness/question.ts';

const question: Question = {
  name: 'DispatchInFlight',
  what: 'a call of a function in one of two threads, 256 of them under way at any time',
  group: 'threads',
  sides: { procs: ours(50_000, 256), piscina: theirs(20_000, 256) },
  bounds: [{ side: 'procs', unit: 'ns/op', over: 'piscina', atMost: 1 / 3 }],
};
export default question;
