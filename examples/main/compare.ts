/**
 * The ten thousand requests by goroutines against the same by plain async functions.
 *
 *     node … examples/main/compare.ts [--samples 10] [--bound 1.1] [options of main.ts]
 *
 * Each sample is a fresh process; the two programs take turns, and each goes first as often as the
 * other. Prints every sample in Go's benchmark format, then the medians and the ratio, and fails
 * when the ratio of the total times is above the bound.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Sample } from './sample.ts';

export type Name = 'goroutines' | 'plain';

export interface Comparison {
  samples: Record<Name, Sample[]>;
  /** Ratios of medians, goroutines to plain. */
  time: number;
  cpu: number;
}

const file = fileURLToPath(new URL('./sample.ts', import.meta.url));

export async function compare(
  count: number,
  args: readonly string[],
  seen: (name: Name, sample: Sample) => void,
): Promise<Comparison> {
  const samples: Record<Name, Sample[]> = { goroutines: [], plain: [] };
  for (let i = 0; i < count; i++) {
    const order: Name[] = i % 2 === 0 ? ['goroutines', 'plain'] : ['plain', 'goroutines'];
    for (const name of order) {
      const command = [...process.execArgv, file, name, ...args];
      const { stdout } = await promisify(execFile)(process.execPath, command);
      const sample = JSON.parse(stdout) as Sample;
      samples[name].push(sample);
      seen(name, sample);
    }
  }
  const ratio = (field: keyof Sample): number =>
    median(samples.goroutines, field) / median(samples.plain, field);
  return { samples, time: ratio('totalMs'), cpu: ratio('cpuMs') };
}

export function median(samples: readonly Sample[], field: keyof Sample): number {
  const sorted = samples.map((sample) => sample[field]).toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? NaN;
  return (low + high) / 2;
}

/** One line of Go's benchmark format: `ns/op` is the time of all the requests. */
export function benchLine(name: Name, { totalMs, cpuMs, p50Ms, p99Ms }: Sample): string {
  const extra = `${cpuMs.toFixed(0)} cpu-ms ${p50Ms.toFixed(1)} p50-ms ${p99Ms.toFixed(1)} p99-ms`;
  return `BenchmarkRequests/${name} 1 ${(totalMs * 1e6).toFixed(0)} ns/op ${extra}`;
}

/** Takes `--name value` out of the arguments. */
function take(args: string[], name: string, otherwise: number): number {
  const at = args.indexOf(`--${name}`);
  if (at < 0) return otherwise;
  const value = Number(args.splice(at, 2)[1]);
  if (!(value > 0)) throw new RangeError(`${name}: want a number above 0`);
  return value;
}

async function main(args: string[]): Promise<void> {
  const count = take(args, 'samples', 10);
  const bound = take(args, 'bound', 1.1);
  const { samples, time, cpu } = await compare(count, args, (name, sample) => {
    console.log(benchLine(name, sample));
  });
  for (const name of ['goroutines', 'plain'] as const) {
    const [total, used, p99] = (['totalMs', 'cpuMs', 'p99Ms'] as const).map((field) =>
      median(samples[name], field).toFixed(0),
    );
    console.log(`# ${name}: median ${total} ms, processor ${used} ms, p99 ${p99} ms, of ${count}`);
  }
  const verdict = time <= bound ? 'within' : 'ABOVE';
  console.log(`# goroutines take ${time.toFixed(3)} x the time of plain async functions`);
  console.log(
    `#   and ${cpu.toFixed(3)} x their processor time; ${verdict} the bound of ${bound} x`,
  );
  if (time > bound) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
