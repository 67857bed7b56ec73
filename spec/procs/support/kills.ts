/**
 * Threads that are killed while they work, at random moments and in several ways.
 *
 * Numbers go to threads through one channel, and come back through another. Each goroutine there
 * notes in a ledger, in memory that outlives its thread, which number it has in hand, before it does
 * anything with it. In the end every number must have been in one hand and have come back once; or
 * else it was in the hands of a goroutine that was killed, or had been sent to one that waited for
 * it, which is at most one for each. And whoever waited for something must have been answered.
 */
import type { Worker } from 'node:worker_threads';
import { Channel, go, select } from 'millrace';
import { counted } from './counted.ts';

/** How a thread dies. */
const WAYS = ['terminate', 'exit', 'throwOutside', 'fill'] as const;

type Way = (typeof WAYS)[number];

export interface Kills {
  readonly kills: number;
  readonly by: Record<Way, number>;
  readonly sent: number;
  readonly delivered: number;
  /** Numbers that are gone, and that goroutines which were killed had in hand. */
  readonly inHand: number;
  /** Numbers that are gone, and that nobody had in hand. */
  readonly onTheWay: number;
  /** Numbers that are gone from the hands of somebody who lives. */
  readonly lost: number;
  /** Numbers that came back, or were in somebody's hands, more than once. */
  readonly twice: number;
  /** Calls that were made for the work, all of which ended: how many with their thread, how many well. */
  readonly failed: number;
  readonly done: number;
  readonly workers: number;
}

/** Numbers that can be told apart: xorshift. */
function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const MOST = 1 << 20;

/** Whether nothing happened that must not. */
export function isSound({
  sent,
  delivered,
  inHand,
  onTheWay,
  lost,
  twice,
  failed,
}: Kills): boolean {
  const all = delivered + inHand + onTheWay === sent;
  return all && lost === 0 && twice === 0 && onTheWay <= failed;
}

export async function kills(
  count: number,
  seed: number,
  capacity: number,
  ways: readonly Way[] = WAYS.slice(0, 3),
): Promise<Kills> {
  const draw = random(seed);
  const below = (limit: number): number => Math.floor(draw() * limit);
  const { procs, made } = counted({ procs: 2, resourceLimits: { maxOldGenerationSizeMb: 32 } });
  const jobs = new Channel<number>(capacity, { name: 'jobs' });
  const results = new Channel<number>(capacity, { name: 'results' });
  const ledger = new SharedArrayBuffer(8 * MOST);
  const held = new Int32Array(ledger);
  const by = { terminate: 0, exit: 0, throwOutside: 0, fill: 0 };
  const came = new Uint8Array(MOST);
  const dead = new Set<number>();
  let [sent, delivered, failed, done, holders] = [0, 0, 0, 0, 0];
  let isOver = false;

  const producer = go(function* produce() {
    for (; !isOver && sent < MOST - 1; sent++) yield* jobs.send(sent);
    jobs.close();
  });
  const consumer = go(function* consume() {
    for (;;) {
      const { value, ok } = delivered % 2 === 0 ? yield* results.recv() : yield* select([results]);
      if (!ok) return;
      came[value as number]!++;
      delivered++;
    }
  });
  const relays = Array.from({ length: 6 }, async (_, form) => {
    for (;;) {
      const holder = ++holders;
      try {
        await procs.go('relay', form % 3, jobs, results, ledger, holder);
        done++;
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== 'PROC_EXIT') throw error;
        dead.add(holder);
        failed++;
      }
    }
  });
  for (let killed = 0; killed < count; killed++) {
    // At some point of the work, and at any point within a turn of the loop.
    const goal = delivered + below(200);
    while (delivered < goal) await new Promise((resolve) => setImmediate(resolve));
    for (let turns = below(20); turns > 0; turns--) await null;
    const way = ways[below(ways.length)] as Way;
    by[way]++;
    await kill(way, made, below);
    procs.check();
    jobs.check();
    results.check();
  }
  isOver = true;
  // A call that fails is made again, until the work is over.
  await Promise.all([producer, ...relays]);
  await procs.close();
  results.close();
  await consumer;
  let [inHand, onTheWay, lost, twice] = [0, 0, 0, 0];
  for (let value = 0; value < sent; value++) {
    if (came[value]! > 1 || held[2 * value + 1]! > 1) twice++;
    if (came[value]! > 0) continue;
    if (held[2 * value + 1] === 0) onTheWay++;
    else if (dead.has(held[2 * value]!)) inHand++;
    else lost++;
  }
  const gone = { inHand, onTheWay, lost, twice };
  return { kills: count, by, sent, delivered, ...gone, failed, done, workers: made.length };

  async function kill(
    way: Way,
    workers: readonly Worker[],
    pick: (limit: number) => number,
  ): Promise<void> {
    if (way !== 'terminate') {
      const call = way === 'exit' ? procs.go('exit', 1) : procs.go(way);
      await Promise.resolve(call).catch(() => {});
      return;
    }
    const alive = workers.filter(({ threadId }) => threadId > 0);
    await alive[pick(alive.length)]?.terminate();
  }
}
