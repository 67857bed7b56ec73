import type { Question } from '../harness/question.ts';
import { stream } from '../harness/stream.ts';

const question: Question = stream({
  name: 'Unbuffered',
  what: 'a stream through a channel without a buffer, per item',
  capacity: 0,
  overGo: 0.8,
  overAwait: 4.5,
});
export default question;
