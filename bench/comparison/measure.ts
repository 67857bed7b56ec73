/**
 * What a program of the comparison does: `program requests 10000`, `program waits 100000` or
 * `program park 100000`. It prints one number: milliseconds, or bytes for each that waits.
 */

export interface Work {
  requests(n: number): Promise<void>;
  waits(n: number): Promise<void>;
  park(n: number): Promise<void>;
}

/** A query takes 5 to 10 ms; which, is the same in every language. */
export function latency(i: number): number {
  return 5 + ((i * 7919) % 5001) / 1000;
}

/** Memory that the process has, as the system sees it: the same measure for every language. */
function resident(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage.rss();
}

export async function measure(work: Work): Promise<void> {
  const [what, count] = process.argv.slice(2);
  const n = Number(count);
  if (what === 'park') {
    const before = resident();
    await work.park(n);
    console.log((resident() - before) / n);
  } else {
    const run = what === 'requests' ? work.requests : work.waits;
    const started = performance.now();
    await run(n);
    console.log(performance.now() - started);
  }
  process.exit(0);
}
