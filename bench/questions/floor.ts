import { timed } from '../harness/question.ts';
import type { Question, Timed } from '../harness/question.ts';

/** What no asynchronous operation can go below: its `await`. The async form is held against it. */
export const awaitFloor: Timed = timed(async (n) => {
  for (let i = 0; i < n; i++) await 1;
});

/** The same of one promise resolved long ago: no promise is made for each. */
const awaitSame = timed(async (n) => {
  const resolved = Promise.resolve(1);
  for (let i = 0; i < n; i++) await resolved;
});

function* yields(): Generator<void, void, void> {
  for (;;) yield;
}

/** What no resume of a generator goroutine can go below. */
const next = timed((n) => {
  const it = yields();
  for (let i = 0; i < n; i++) it.next();
});

const question: Question = {
  name: 'Floor',
  what: 'one await of what is resolved already; one it.next()',
  group: 'floor',
  sides: { await: awaitFloor, 'await-same': awaitSame, next },
  bounds: [],
};
export default question;
