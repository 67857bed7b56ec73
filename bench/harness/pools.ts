/** Pools of two threads, each asked to add two numbers: the work is nothing, the way there is all. */
import { Procs } from 'millrace/procs';
import { Piscina } from '../threads/piscina.mjs';

import { expectEqual, once } from './question.ts';
import type { Once } from './question.ts';

type Work = typeof import('../threads/work.ts').default;
type Add = (a: number, b: number) => PromiseLike<number>;

const THREADS = 2;

export function ourPool(): Procs<Work> {
  return new Procs<Work>(new URL('../threads/work.mjs', import.meta.url), { procs: THREADS });
}

export function theirPool(): Piscina {
  const filename = new URL('../threads/piscina-work.mjs', import.meta.url).href;
  return new Piscina({ filename, minThreads: THREADS, maxThreads: THREADS });
}

/** So many calls, so many of them under way at any time. */
async function inFlight(add: Add, calls: number, width: number): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < calls) {
      const at = next++;
      expectEqual(await add(at, 1), at + 1);
    }
  };
  await Promise.all(Array.from({ length: width }, one));
}

/** Rounds to warm up, and as many that count. */
const ROUNDS = 3;

/** The time that one call takes when so many are made in each round. */
async function perCall(add: Add, calls: number, width: number): Promise<number> {
  for (let i = 0; i < ROUNDS; i++) await inFlight(add, calls, width);
  const from = performance.now();
  for (let i = 0; i < ROUNDS; i++) await inFlight(add, calls, width);
  return ((performance.now() - from) * 1e6) / (ROUNDS * calls);
}

export function ours(calls: number, width: number): Once {
  return once(async () => {
    const procs = ourPool();
    const ns = await perCall((a, b) => procs.go('add', a, b), calls, width);
    await procs.close();
    return { n: ROUNDS * calls, metrics: { 'ns/op': ns } };
  });
}

export function theirs(calls: number, width: number): Once {
  return once(async () => {
    const pool = theirPool();
    const add: Add = (a, b) => pool.run([a, b], { name: 'add' }) as Promise<number>;
    const ns = await perCall(add, calls, width);
    await pool.destroy();
    return { n: ROUNDS * calls, metrics: { 'ns/op': ns } };
  });
}
