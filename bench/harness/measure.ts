import { PerformanceObserver } from 'node:perf_hooks';

import type { Sample, Timed } from './question.ts';
import { collect, turn } from './turn.ts';

async function time(side: Timed, count: number): Promise<{ ms: number; partly: boolean }> {
  const start = performance.now();
  const counted = await side.run(count);
  const ms = performance.now() - start;
  return counted === undefined ? { ms, partly: false } : { ms: counted, partly: true };
}

/** A loop length that should take a fifth more than `goalMs`, given what `count` took. */
function lengthFor(goalMs: number, count: number, ms: number): number {
  return Math.max(1, Math.min(count * 100, Math.ceil((1.2 * goalMs * count) / Math.max(ms, 1e-3))));
}

/**
 * Runs until the code has been hot for `warmMs` and the last run alone took half of that: shorter
 * samples include the engine's optimising and deoptimising.
 */
async function warm(side: Timed, warmMs: number): Promise<{ count: number; ms: number }> {
  let count = 1;
  let { ms } = await time(side, count);
  let spent = ms;
  while (spent < warmMs || ms < warmMs / 2) {
    count = Math.max(count, lengthFor(warmMs, count, ms));
    ({ ms } = await time(side, count));
    spent += ms;
  }
  return { count, ms };
}

/**
 * One sample: after the warm-up, a whole loop that takes at least `minMs`, timed from outside. The
 * collection comes before the warm-up: a forced one shrinks the engine's nursery to the size it
 * starts with, and the sample would time how it grows again.
 */
export async function measure(side: Timed, minMs: number): Promise<Sample> {
  collect();
  let { count, ms } = await warm(side, minMs);
  do {
    count = lengthFor(minMs, count, ms);
    ({ ms } = await time(side, count));
  } while (ms < minMs);
  const n = count * side.per;
  return { n, metrics: { 'ns/op': (ms * 1e6) / n } };
}

/**
 * Bytes allocated for each operation, from the growth of the heap during a loop in which the
 * collector did not run (the process is started with a large nursery, so its times mean nothing).
 * Undefined for work whose time is counted in part: its bytes cannot be.
 */
export async function allocations(side: Timed, minMs: number): Promise<number | undefined> {
  let { count, ms } = await warm(side, minMs);
  count = Math.min(count, lengthFor(20, count, ms));
  let collected = false;
  const observer = new PerformanceObserver(() => (collected = true));
  observer.observe({ entryTypes: ['gc'] });
  for (; ; count = Math.ceil(count / 2)) {
    collect();
    await turn();
    await turn();
    collected = false;
    const before = process.memoryUsage().heapUsed;
    const { partly } = await time(side, count);
    const after = process.memoryUsage().heapUsed;
    await turn();
    await turn();
    if (partly) return undefined;
    if (!collected) return (after - before) / (count * side.per);
    if (count === 1) return undefined;
  }
}
