import { receives, sends, theirs } from '../harness/thread-channel.ts';
import type { Question } from '../harness/question.ts';

const value = 7;

const question: Question = {
  name: 'ThreadChannelNumbers',
  what: 'a number through a channel of capacity 1024 to another thread, or from there',
  group: 'threads',
  sides: {
    'procs-to': sends(value, 1_000_000),
    'procs-from': receives(value, 1_000_000),
    multithreading: theirs(value, 60_000),
  },
  bounds: [
    { side: 'procs-to', unit: 'ns/op', atMost: 500 },
    { side: 'procs-from', unit: 'ns/op', atMost: 500 },
    { side: 'procs-to', unit: 'ns/op', over: 'multithreading', atMost: 1 / 10 },
    { side: 'procs-from', unit: 'ns/op', over: 'multithreading', atMost: 1 / 10 },
  ],
};
export default question;
