/** serve: what a module does for those who start it as a proc. */
import { MisuseError } from '../kernel/errors.ts';
import { ownerHere } from './host.ts';
import { Service } from './service.ts';

/** Functions by name. */
export type Functions<M> = { readonly [K in keyof M]: (...args: never[]) => unknown };

let isServing = false;

/**
 * Lets other threads call these functions by their names. A module that {@link Procs} starts calls
 * it once, and exports what it returns, so that calls are typed by it: the record itself.
 *
 * Each call runs as a goroutine of this thread: a function may be of either form, and calls that
 * wait leave the thread to others. In a thread that no pool has started `serve` does nothing, and
 * the functions may be called as they are.
 *
 * @throws MisuseError for what is no record of functions, or if this thread serves already.
 *
 * @example
 * ```ts no-run
 * // work.ts
 * import type { Receiver, Sender } from 'millrace';
 * import { serve } from 'millrace/procs';
 *
 * export default serve({
 *   hash(bytes: Uint8Array) {
 *     return bytes.reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);
 *   },
 *   *worker(jobs: Receiver<number>, results: Sender<number>) {
 *     for (;;) {
 *       const { value, ok } = yield* jobs.recv();
 *       if (!ok) return;
 *       yield* results.send(value * value);
 *     }
 *   },
 * });
 * ```
 */
export function serve<M extends Functions<M>>(functions: M): M {
  for (const [name, fn] of Object.entries(Object(functions) as object)) {
    if (typeof fn !== 'function') throw new MisuseError(`serve: ${name} is no function`, fn);
  }
  if (Object(functions) !== functions) throw new MisuseError('serve: functions by name', functions);
  const owner = ownerHere();
  if (owner === null) return functions;
  if (isServing) throw new MisuseError('serve: this thread serves already');
  isServing = true;
  new Service(functions as Functions<Record<string, unknown>>, owner).begin();
  return functions;
}
