import { receives, sends, theirs } from '../harness/thread-channel.ts';
import type { Question } from '../harness/question.ts';

const value = { id: 7, name: 'seven', ok: true, at: 7.5, size: 49 };

const question: Question = {
  name: 'ThreadChannelObjects',
  what: 'an object of five fields through a channel of capacity 1024 (theirs holds 256 of them) to another thread, or from there',
  group: 'threads',
  sides: {
    'procs-to': sends(value, 300_000),
    'procs-from': receives(value, 300_000),
    multithreading: theirs(value, 30_000, 256),
  },
  bounds: [
    { side: 'procs-to', unit: 'ns/op', atMost: 2000 },
    { side: 'procs-from', unit: 'ns/op', atMost: 2000 },
    { side: 'procs-to', unit: 'ns/op', over: 'multithreading', atMost: 1 / 10 },
    { side: 'procs-from', unit: 'ns/op', over: 'multithreading', atMost: 1 / 10 },
  ],
};
export default question;
