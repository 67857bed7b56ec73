import { Channel, go, gosched, run } from 'millrace';
import type { Routine } from 'millrace';

/**
 * Five philosophers, five forks, and each needs two. A fork is a channel that holds one token while
 * it lies on the table. All take the fork of the lower number first, so they never wait in a ring;
 * if each took the left one first, all five could come to hold one fork and wait for the next.
 *
 *     <-first; <-second      // pick up
 *     second <- fork; first <- fork
 */
export interface Dinner {
  /** How often each has eaten. */
  meals: number[];
  /** Who began (+) and ended (-) to eat, in order. */
  log: string[];
}

export const names: readonly string[] = ['Anscombe', 'Beauvoir', 'Conway', 'Diotima', 'Elisabeth'];

type Fork = Channel<void>;

export function* dine(meals: number): Routine<Dinner> {
  const forks = layForks();
  const dinner: Dinner = { meals: names.map(() => 0), log: [] };
  const guests = names.map((_, seat) => go(philosopher, seat, meals, forks, dinner));
  for (const guest of guests) yield* guest;
  return dinner;
}

function* philosopher(seat: number, meals: number, forks: Fork[], dinner: Dinner): Routine<void> {
  const [first, second] = inOrder(seat, forks);
  for (let i = 0; i < meals; i++) {
    yield* first.recv();
    yield* second.recv();
    dinner.log.push(`+${seat}`);
    yield* gosched(); // eating: the others run
    dinner.log.push(`-${seat}`);
    dinner.meals[seat]! += 1;
    yield* second.send();
    yield* first.send();
  }
}

export async function dineAsync(meals: number): Promise<Dinner> {
  const forks = layForks();
  const dinner: Dinner = { meals: names.map(() => 0), log: [] };
  await Promise.all(names.map((_, seat) => go(philosopherAsync, seat, meals, forks, dinner)));
  return dinner;
}

async function philosopherAsync(
  seat: number,
  meals: number,
  forks: Fork[],
  dinner: Dinner,
): Promise<void> {
  const [first, second] = inOrder(seat, forks);
  for (let i = 0; i < meals; i++) {
    await first.recv();
    await second.recv();
    dinner.log.push(`+${seat}`);
    await gosched();
    dinner.log.push(`-${seat}`);
    dinner.meals[seat]! += 1;
    await second.send();
    await first.send();
  }
}

function layForks(): Fork[] {
  return names.map((_, i) => {
    const fork: Fork = new Channel<void>(1, { name: `fork ${i}` });
    fork.trySend();
    return fork;
  });
}

function inOrder(seat: number, forks: Fork[]): [Fork, Fork] {
  const left = seat;
  const right = (seat + 1) % forks.length;
  return [forks[Math.min(left, right)]!, forks[Math.max(left, right)]!];
}

function* main(): Routine<void> {
  for (const [form, { meals }] of [
    ['generator', yield* dine(3)],
    ['async', yield* go(dineAsync, 3)],
  ] as const) {
    const table = names.map((name, seat) => `${name} ${meals[seat]}`);
    console.log(`${form}: meals eaten: ${table.join(', ')}`);
  }
}

if (process.argv[1] === import.meta.filename) await run(main);
