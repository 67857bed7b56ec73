import { record } from 'millrace/trace';

import { timed } from '../harness/question.ts';
import type { Question } from '../harness/question.ts';
import { roundTrips } from './ping-pong.ts';

/** Enough for any loop: a recording that stops by itself would be free from then on. */
const limit = 2 ** 26;

/** After so many round trips the engine has compiled the kernel once more, with the probes in it. */
const settled = 100_000;

/** Round trips of a recording that is over before that. */
const few = 20_000;

let recorded = false;

/** What a part of a recording of so many round trips takes: those after the first ones, in ms. */
async function recordedTrips(before: number, n: number): Promise<number> {
  const recording = record({ limit });
  await roundTrips(before);
  const start = performance.now();
  await roundTrips(n);
  const ms = performance.now() - start;
  recording.stop();
  if (recording.full) throw new Error('it stopped by itself');
  return ms;
}

const question: Question = {
  name: 'Trace',
  what: 'a ping-pong round trip: nothing recorded, well into a recording, in one of 20,000, after one',
  group: 'speed',
  sides: {
    off: timed(roundTrips),
    on: timed((n) => recordedTrips(settled, n)),
    short: timed(async (count) => {
      for (let i = 0; i < count; i++) await recordedTrips(0, few);
    }, few),
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
