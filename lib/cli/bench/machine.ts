/** What a sweep asks of Node: its clocks, its files, and a process of its own. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { now } from '../../kernel/host.ts';
import { inspect } from '../../maxprocs/inspect.ts';
import { throttled } from './throttled.ts';

/** Watches the main thread, the process and its groups, until it is asked what it has seen. */
export function watch(): () => {
  ms: number;
  cpuMs: number;
  lagMs: number;
  throttled: number | undefined;
} {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const [stopped, cpu, from] = [stops(), process.cpuUsage(), now()];
  delay.enable();
  return () => {
    const ms = now() - from;
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    // The timer itself takes a millisecond.
    const lagMs = Math.max(0, delay.percentile(99) / 1e6 - 1);
    const later = stops();
    const more = later === undefined || stopped === undefined ? undefined : later - stopped;
    return { ms, cpuMs: (user + system) / 1000, lagMs, throttled: more };
  };
}

/** How often the groups with a quota have been stopped. */
function stops(): number | undefined {
  let sum: number | undefined;
  for (const { path } of inspect().limits) {
    try {
      const stat = readFileSync(path.replace(/[^/]*$/, 'cpu.stat'), 'utf8');
      const count = throttled(stat);
      if (count !== undefined) sum = (sum ?? 0) + count;
    } catch {
      // A group that is gone, or that nobody may look at, counts for nothing.
    }
  }
  return sum;
}

interface Loop {
  readonly performance: { eventLoopUtilization(since?: object): { readonly utilization: number } };
}

/** Watches threads, until it is asked which part of the time they had something to do. */
export function watchLoops(workers: readonly unknown[]): () => number {
  const loops = (workers as readonly Loop[]).map((loop) => {
    const since = loop.performance.eventLoopUtilization();
    return () => loop.performance.eventLoopUtilization(since).utilization;
  });
  return () => loops.reduce((sum, loop) => sum + loop(), 0) / loops.length;
}

/** The address of a module that was named on the command line. */
export function moduleAt(path: string): URL {
  return pathToFileURL(path);
}

export function save(file: string, text: string): void {
  writeFileSync(file, text);
}

/** A nursery that large loops fit into: nothing is collected, and all that is allocated counts. */
const NURSERY = ['--min-semi-space-size=128', '--max-semi-space-size=128', '--expose-gc'];

/** Runs a program in a process that can count bytes; undefined if that fails. */
export function again(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const flags = [...process.execArgv, ...NURSERY, program];
    execFile(process.execPath, [...flags, ...args], (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

/** Bytes of the heap in use. */
export function heapUsed(): number {
  return process.memoryUsage().heapUsed;
}

export function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}
