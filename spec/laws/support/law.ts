import fc from 'fast-check';
import { kernel } from '../../../lib/kernel/world.ts';

const runs = Number(process.env['MILLRACE_RUNS'] ?? 100);

/** How a law is checked. */
export type Terms<Ts> = {
  /** Runs for each run that was asked for; less than 1 where one run takes long. Default: 1. */
  weight?: number;
  /** Inputs that failed once: they are tried first, for ever. */
  examples?: Ts[];
};

/**
 * Checks a property; when it fails, fast-check prints the seed and the smallest input. A rejection
 * that nobody handles meanwhile, which the runner would pass over, breaks the law as well.
 */
export async function law<Ts>(property: fc.IRawProperty<Ts>, terms: Terms<Ts> = {}): Promise<void> {
  const { weight = 1, examples = [] } = terms;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    await fc.assert(property, { numRuns: Math.ceil(runs * weight) + examples.length, examples });
    await settled();
  } finally {
    process.off('unhandledRejection', note);
  }
  if (unhandled.length > 0) throw new Error('unhandled rejection', { cause: unhandled[0] });
}

/** Lets everybody run who can, in slices that are over as well as in the one that is not. */
export async function settled(): Promise<void> {
  const { home } = kernel;
  // A slice ends at a macrotask that may be asked for after ours was: hence two. And a page promises
  // nothing of the order of macrotasks.
  for (let i = 0; i < 2 || home.queue.length > 0 || home.spent || home.late.length > 0; i++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Waits until something holds, but not for long: a law that hangs must be able to say so. */
export async function until(holds: () => boolean, what: string, ms = 100): Promise<void> {
  const end = performance.now() + ms;
  while (!holds() && performance.now() < end) await settled();
  if (!holds()) throw new Error(`still not: ${what}`);
}
