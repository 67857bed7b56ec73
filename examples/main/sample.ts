/**
 * One sample of the comparison, in a process of its own: `sample.ts goroutines` or `sample.ts plain`,
 * then the options of `main.ts`. Prints one line of JSON.
 */
import { parseOptions } from './options.ts';
import type { Options } from './options.ts';
import { percentile } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { openStore } from './store.ts';
import type { Store } from './store.ts';

export interface Sample {
  totalMs: number;
  /** Processor time of the whole process while the requests ran, the HTTP on both sides included. */
  cpuMs: number;
  p50Ms: number;
  p99Ms: number;
}

type Program = (options: Options, store: Store) => Promise<Outcome>;

/** Loads only the program it runs, so that neither pays for the other. */
async function load(name: string): Promise<Program> {
  if (name === 'plain') return (await import('./plain.ts')).plain;
  if (name !== 'goroutines') throw new Error(`no program '${name}'`);
  const { run } = await import('millrace');
  const { goroutines } = await import('./goroutines.ts');
  return (options, store) => run(() => goroutines(options, store, () => {}));
}

const [name = '', ...args] = process.argv.slice(2);
const program = await load(name);
const options = parseOptions(args, process.env);
const store = await openStore(options.databaseUrl);
const before = process.cpuUsage();
const { totalMs, latencies } = await program(options, store);
const { user, system } = process.cpuUsage(before);
await store.close();
const sample: Sample = {
  totalMs,
  cpuMs: (user + system) / 1000,
  p50Ms: percentile(latencies, 0.5),
  p99Ms: percentile(latencies, 0.99),
};
console.log(JSON.stringify(sample));
