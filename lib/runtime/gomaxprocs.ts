/** gomaxprocs: how many procs may run at once. */
import { governor } from '../maxprocs/governor.ts';

/**
 * How many procs may run goroutines at once, and sets that: returns the number before the call.
 * Without a number, or with one below 1, it only asks (GM-01).
 *
 * Until it is set it follows the CPU quota and the affinity mask by the rule in force, see
 * `set` of `millrace/maxprocs`; they are looked at again at most once a second, when somebody asks.
 * GOMAXPROCS in the environment, a number from 1 up, wins over both. Once set it stays
 * as it is until {@link setDefaultGOMAXPROCS} (GM-12).
 *
 * One thread runs all goroutines of the scheduler here: the number is what pools of workers go by.
 *
 * @throws MisuseError for what is no whole number.
 *
 * @example
 * ```ts
 * import { gomaxprocs, setDefaultGOMAXPROCS } from 'millrace/runtime';
 *
 * const before = gomaxprocs(3);
 * console.log(gomaxprocs()); //=> 3
 * console.log(gomaxprocs(before)); //=> 3
 * setDefaultGOMAXPROCS();
 * ```
 */
export function gomaxprocs(procs: number = 0): number {
  return governor.set(procs);
}

/**
 * Lets the number of procs follow quota and affinity again, from now on, whatever the environment
 * says and whatever was set (GM-08).
 */
export function setDefaultGOMAXPROCS(): void {
  governor.reset();
}
