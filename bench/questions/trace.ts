import { record } from 'millrace/trace';

import { timed } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';
import { roundTrips } from './ping-pong.ts';

/** Enough for any loop: a recording that stops by itself would be free from then on. */
const limit = 2 ** 26;

let recorded = false;

const question: Question = {
  name: 'Trace',
  what: 'a ping-pong round trip, with nothing recorded, with a recording, and after one',
  group: 'speed',
  sides: {
    off: timed(roundTrips),
    on: timed(async (n) => {
      const recording = record({ limit });
      await roundTrips(n);
      recording.stop();
      if (recording.full) throw new Error('it stopped by itself');
    }),
    after: timed(async (n) => {
      if (!recorded) {
        recorded = true;
        const recording = record();
        await roundTrips(1000);
        recording.stop();
      }
      await roundTrips(n);
    }),
  },
  bounds: [
    { side: 'on', unit: 'ns/op', over: 'off', atMost: 3 },
    { side: 'after', unit: 'ns/op', over: 'off', atMost: 1.1 },
  ],
};
export default question;
