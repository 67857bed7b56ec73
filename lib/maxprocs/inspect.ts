/** inspect and quota: asks, and changes nothing. */
import { answer, locate, type Answer } from './answer.ts';
import { planOf, type QuotaOptions } from './options.ts';
import type { Quota } from './rule.ts';

/**
 * What limits this process's CPU time, which limit won, and how many procs follow from that. It
 * looks anew each time, changes nothing, and regards no environment variable.
 *
 * @throws MisuseError for an option that is none.
 * @throws QuotaError under the rule `automaxprocs`, where what cannot be read is an error. Under
 * `go` and `millrace` it is no limit, and the reason tells.
 *
 * @example
 * ```ts
 * import { inspect } from 'millrace/maxprocs';
 *
 * const { procs, quota, reason } = inspect();
 * console.log(procs >= 1); //=> true
 * console.log(quota === undefined || quota.cpus > 0); //=> true
 * console.log(typeof reason); //=> string
 * ```
 *
 * @see {@link quota} for the limit alone, `gomaxprocs` of `millrace/runtime` for what is in force.
 */
export function inspect(options: QuotaOptions = {}): Answer {
  const plan = planOf(options);
  return answer(plan, locate(plan));
}

/**
 * The CPU quota of this process; undefined if there is none, or none that can be seen.
 *
 * @throws MisuseError for an option that is none.
 * @throws QuotaError under the rule `automaxprocs`, where what cannot be read is an error.
 *
 * @example
 * ```ts
 * import { quota } from 'millrace/maxprocs';
 *
 * const limit = quota();
 * if (limit !== undefined) console.error(`${limit.cpus} CPUs, says ${limit.path}`);
 * ```
 */
export function quota(options: QuotaOptions = {}): Quota | undefined {
  return inspect(options).quota;
}
