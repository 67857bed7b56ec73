/** Values through a channel between two threads; both ends are async functions on event loops. */
import { Channel } from 'millrace';

import { ourPool } from './pools.ts';
import { expectEqual, once } from './question.ts';
import type { Once } from './question.ts';
import { end, through } from '../threads/multithreading.mjs';

const CAPACITY = 1024;
/** Rounds to warm up, and as many that count. */
const ROUNDS = 2;

/** The time that one value takes. */
async function perValue(round: () => Promise<number>, count: number): Promise<number> {
  for (let i = 0; i < ROUNDS; i++) await round();
  let ms = 0;
  for (let i = 0; i < ROUNDS; i++) ms += await round();
  return (ms * 1e6) / (ROUNDS * count);
}

function side(count: number, run: () => Promise<number>, close: () => unknown): Promise<number> {
  return perValue(run, count).finally(close);
}

export function sends(value: unknown, count: number): Once {
  return once(async () => {
    const procs = ourPool();
    const run = async (): Promise<number> => {
      const values = new Channel<unknown>(CAPACITY);
      const from = performance.now();
      const got = procs.go('count', values);
      for (let i = 0; i < count; i++) await values.send(value);
      values.close();
      expectEqual(await got, count);
      return performance.now() - from;
    };
    const ns = await side(count, run, () => procs.close());
    return { n: ROUNDS * count, metrics: { 'ns/op': ns } };
  });
}

export function receives(value: unknown, count: number): Once {
  return once(async () => {
    const procs = ourPool();
    const run = async (): Promise<number> => {
      const values = new Channel<unknown>(CAPACITY);
      const from = performance.now();
      const sent = procs.go('send', value, count, values);
      let got = 0;
      while ((await values.recv()).ok) got++;
      await sent;
      expectEqual(got, count);
      return performance.now() - from;
    };
    const ns = await side(count, run, () => procs.close());
    return { n: ROUNDS * count, metrics: { 'ns/op': ns } };
  });
}

const forBrowsers = new URL('../threads/for-browsers.mjs', import.meta.url).href;

/** Its channel holds 64 KiB, which so many objects may be too much for. */
export function theirs(value: unknown, count: number, capacity: number = CAPACITY): Once {
  return once(async () => {
    const ns = await side(count, () => through(value, count, capacity), end);
    return { n: ROUNDS * count, metrics: { 'ns/op': ns } };
  }, [`--import=${forBrowsers}`]);
}
