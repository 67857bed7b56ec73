import type { Options } from './options.ts';
import { percentile } from './outcome.ts';
import type { Outcome, Progress } from './outcome.ts';
import { waitingMs } from './store.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `12,345` */
export function int(value: number): string {
  return whole.format(value);
}

/** The time that the store alone takes, when none of its connections ever idles. */
export function idealMs(options: Pick<Options, 'requests' | 'connections'>): number {
  return waitingMs(options.requests) / options.connections;
}

export function outcomeLines(options: Options, outcome: Outcome): string[] {
  const ideal = idealMs(options);
  const { totalMs, latencies } = outcome;
  const waitingS = waitingMs(options.requests) / 1000;
  const store = `${waitingS.toFixed(1)} s of queries over ${int(options.connections)} connections`;
  return [
    `total         ${int(totalMs)} ms for ${int(latencies.length)} answers, each checked`,
    `ideal         ${int(ideal)} ms: ${store}; we took ${(totalMs / ideal).toFixed(2)} x`,
    `latency       p50 ${int(percentile(latencies, 0.5))} ms, p99 ${int(percentile(latencies, 0.99))} ms, from issuing to the last byte`,
    `in the server ${int(outcome.peakInServer)} requests at the peak`,
    `in the store  ${int(outcome.peakInStore)} queries at the peak, of ${int(options.connections)} connections`,
    `goroutines    ${int(outcome.peakGoroutines)} at the peak`,
  ];
}

/** On a terminal one line that updates; elsewhere a line for each fifth of the way. */
export function progressOn(stream: NodeJS.WriteStream): Progress & { clear(): void } {
  let fifths = 0;
  const show: Progress = (done, total, goroutines) => {
    const text = `  ${int(done)} of ${int(total)} answered, ${int(goroutines)} goroutines`;
    if (stream.isTTY) stream.write(`\r\x1b[K${text}`);
    else if (Math.floor((5 * done) / total) > fifths) {
      fifths = Math.floor((5 * done) / total);
      stream.write(`${text}\n`);
    }
  };
  return Object.assign(show, {
    clear() {
      if (stream.isTTY) stream.write('\r\x1b[K');
    },
  });
}
