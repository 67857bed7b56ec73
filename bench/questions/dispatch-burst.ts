import { ours, theirs } from '../harness/pools.ts';
import type { Question } from '../harness/question.ts';

const BURST = 20_000;

const question: Question = {
  name: 'DispatchBurst',
  what: 'a call of a function in one of two threads, 20,000 of them made at once',
  group: 'threads',
  sides: { procs: ours(BURST, BURST), piscina: theirs(BURST, BURST) },
  bounds: [{ side: 'procs', unit: 'ns/op', over: 'piscina', atMost: 1 / 8 }],
};
export default question;
