import type { Question } from '../harness/question.ts';
import { stream } from '../harness/stream.ts';

const question: Question = stream({
  name: 'Buffered128',
  what: 'a stream through a channel with a buffer of 128, per item',
  capacity: 128,
  overGo: 1.4,
  overAwait: 4.2,
});
export default question;
