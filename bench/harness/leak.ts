import { getEventListeners } from 'node:events';

import { once } from './question.ts';
import type { Bound, Side } from './question.ts';
import { settledHeap, turn } from './turn.ts';

/** Does the work so many times and returns the signals it gave to operations, if any. */
export type Work = (times: number) => Promise<readonly AbortSignal[]>;

const times = 1_000_000;

/** How much the heap grew in a million repetitions, once all that is unreachable is gone. */
export function leak(work: Work): Side {
  return once(async () => {
    // What the engine and the package set up once is no leak.
    await work(20_000);
    const before = await settledHeap();
    const signals = await work(times);
    await turn();
    const after = await settledHeap();
    const growth = { 'heap-growth-B': after - before };
    if (signals.length === 0) return { n: times, metrics: growth };
    let listeners = 0;
    for (const signal of signals) listeners += getEventListeners(signal, 'abort').length;
    return { n: times, metrics: { ...growth, listeners } };
  }, ['--max-old-space-size=8192']);
}

/** A million leave less than a megabyte. */
export function noGrowth(...sides: string[]): Bound[] {
  return sides.map((side) => ({ side, unit: 'heap-growth-B', atMost: 1_000_000 }));
}

/** Nobody is left listening to the signals. */
export function noListener(...sides: string[]): Bound[] {
  return sides.map((side) => ({ side, unit: 'listeners', atMost: 0 }));
}
