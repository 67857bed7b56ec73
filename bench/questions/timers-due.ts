import { afterFunc } from 'millrace/time';

import { expectEqual, once } from '../harness/question.ts';
import type { Question, Sample } from '../harness/question.ts';
import { collect, turnUntil } from '../harness/turn.ts';

const timers = 100_000;

/** All are made before the first is due, however slow the machine is. */
const soonest = 1_500;
const spread = 100;

/** Delays in random order, the same each time. */
const delays = Array.from({ length: timers }, (_, i) => {
  const x = Math.sin(i + 1) * 43_758.5453;
  return soonest + (x - Math.floor(x)) * spread;
});

/** When it is due: between these two, since the clock was read before and after it was set. */
interface Due {
  readonly fromMs: number;
  toMs: number;
}

/** Sets them all, lets them become due, and gives the milliseconds that setting and firing took. */
async function measure(set: (delayMs: number, tell: () => void) => void): Promise<{
  took: number;
  fired: Due[];
  armed: number;
}> {
  const fired: Due[] = [];
  const before = armedTimers();
  const from = performance.now();
  for (const delay of delays) {
    const due = { fromMs: performance.now() + delay, toMs: 0 };
    set(delay, () => void fired.push(due));
    due.toMs = performance.now() + delay;
  }
  const setting = performance.now() - from;
  const armed = armedTimers() - before;
  // Idle time is nobody's cost: by the end of this all are due, and none has fired.
  while (performance.now() < from + setting + soonest + spread);
  expectEqual(fired.length, 0);
  const firing = performance.now();
  await turnUntil(() => fired.length === timers);
  return { took: setting + performance.now() - firing, fired, armed };
}

function armedTimers(): number {
  return process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
}

async function ours(): Promise<Sample> {
  // What the engine learns from the first time is no cost of a timer.
  await measure(afterFunc);
  collect();
  const { took, fired, armed } = await measure(afterFunc);
  expectEqual(overtaken(fired), 0);
  await measure(host);
  collect();
  const floor = await measure(host);
  const metrics = {
    'ns/timer': (took / timers) * 1e6,
    'host-ns/timer': (floor.took / timers) * 1e6,
    'beyond-host-ns/timer': ((took - floor.took) / timers) * 1e6,
    'host-timers': armed,
  };
  return { n: timers, metrics };
}

/** How many came after one that was surely due later. */
function overtaken(fired: readonly Due[]): number {
  let count = 0;
  let latest = 0;
  for (const { fromMs, toMs } of fired) {
    if (toMs < latest) count++;
    latest = Math.max(latest, fromMs);
  }
  return count;
}

function host(delayMs: number, tell: () => void): void {
  setTimeout(tell, delayMs);
}

const question: Question = {
  name: 'TimersDue',
  what: 'a hundred thousand timers set in random order: to set one and to have it fire in due order',
  group: 'queue',
  samples: 5,
  sides: { ours: once(ours) },
  bounds: [
    { side: 'ours', unit: 'beyond-host-ns/timer', atMost: 1_500 },
    { side: 'ours', unit: 'host-timers', atMost: 1 },
  ],
};
export default question;
