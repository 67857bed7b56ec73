/** stack: where goroutines are. */
import { siteOf } from '../report/site.ts';
import { stacks } from '../report/report.ts';
import { everyone, whoRuns } from '../program.ts';

/** Go's default buffer has room for fewer. */
const FRAMES = 50;

/**
 * The stack of the goroutine that calls, as text in Go's form; with `all` those of all others too:
 * what each waits for, where, and who started it. The others are known in programs under `run`
 * alone, which keeps a list of them. Of an async goroutine it is known where it waits if it waits
 * for an operation of ours.
 *
 * @example
 * ```ts
 * import { Channel, go, run } from 'millrace';
 * import { stack } from 'millrace/runtime';
 *
 * await run(function* main() {
 *   const jobs = new Channel<string>(1, { name: 'jobs' });
 *   const worker = go(function* worker() {
 *     yield* jobs.recv();
 *     console.log(/\[running\]: worker/.test(stack()));
 *   });
 *   yield* jobs.send('one');
 *   yield* worker;
 * });
 * // Output:
 * // true
 * ```
 */
export function stack(all: boolean = false): string {
  return stacks(whoRuns(), siteOf(stack, FRAMES), all ? everyone() : []);
}
