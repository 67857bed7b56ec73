/** measure: one point of a sweep. */
import { go } from '../../go.ts';
import { now } from '../../kernel/host.ts';
import { makeWorker, type AnyWorker, type ThreadOptions } from '../../procs/host.ts';
import { Procs } from '../../procs/procs.ts';
import { watch, watchLoops } from './machine.ts';
import type { Point } from './point.ts';

export type Handler = { readonly [name: string]: (...args: unknown[]) => unknown };

/** What to call, and how. */
export interface Plan {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Calls under way at any time, whatever the number of procs: what only waits gains nothing by more. */
  readonly inFlight: number;
  readonly timeMs: number;
}

interface Speaker extends AnyWorker {
  once(event: 'message', listener: () => void): unknown;
}

/** @throws what a call fails with. */
export async function measure(url: URL, procs: number, plan: Plan): Promise<Point> {
  const workers: AnyWorker[] = [];
  let ready = 0;
  const make = (options: ThreadOptions): AnyWorker => {
    const worker = makeWorker(url, options);
    workers.push(worker);
    // The first that it says is that it is there.
    (worker as Speaker).once('message', () => ready++);
    return worker;
  };
  const wanted = Math.min(procs, plan.inFlight);
  const pool = new Procs<Handler>(make, { procs });
  try {
    do await calls(pool, plan, plan.timeMs / 3);
    while (ready < wanted);
    const [seen, busy] = [watch(), watchLoops(workers)];
    const count = await calls(pool, plan, plan.timeMs);
    return { procs, calls: count, busy: busy(), ...seen() };
  } finally {
    await pool.close();
  }
}

/** Keeps calls in flight for a time; gives how many have ended. */
async function calls(pool: Procs<Handler>, plan: Plan, timeMs: number): Promise<number> {
  const until = now() + timeMs;
  let count = 0;
  function* caller() {
    do {
      yield* pool.go(plan.name, ...plan.args);
      count++;
    } while (now() < until);
  }
  await Promise.all(Array.from({ length: plan.inFlight }, () => go(caller)));
  return count;
}
