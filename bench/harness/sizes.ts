import { Channel } from 'millrace';

import { timed } from './question.ts';
import type { Bound, Side } from './question.ts';

/** One round with so many waiters on each channel; may return the milliseconds that count. */
export type Round = (queues: readonly Channel<number>[], each: number) => Promise<void | number>;

function repeated(round: Round, queues: number, each: number): Side {
  return timed(async (rounds) => {
    let counted: number | undefined;
    for (let i = 0; i < rounds; i++) {
      const channels = Array.from({ length: queues }, () => new Channel<number>());
      const ms = await round(channels, each);
      if (ms !== undefined) counted = (counted ?? 0) + ms;
    }
    return counted;
  }, queues * each);
}

/**
 * The same round on a queue of ten thousand, on one of a hundred thousand, and on ten of ten
 * thousand. The last has as many waiters alive as the second, so the collector, which copies what
 * lives on, has the same work: what is left between these two is the length of the queue.
 */
export function sizes(name: string, round: Round): Record<string, Side> {
  return {
    [`${name}-10k`]: repeated(round, 1, 10_000),
    [`${name}-100k`]: repeated(round, 1, 100_000),
    [`${name}-10x10k`]: repeated(round, 10, 10_000),
  };
}

/** A waiter in the long queue costs at most this many times one in a short queue. */
export function linear(...names: string[]): Bound[] {
  return names.flatMap((name) =>
    [`${name}-10k`, `${name}-10x10k`].map((over) => ({
      side: `${name}-100k`,
      unit: 'ns/op',
      over,
      atMost: 1.5,
    })),
  );
}
