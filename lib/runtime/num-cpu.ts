/** numCPU: how many CPUs there are for this process. */
import { hostAt } from '../maxprocs/host.ts';

let count = 0;

/**
 * How many CPUs the affinity mask of this process allowed when it was first asked; never changes,
 * and regards no quota (GM-06). In a browser it is what `navigator.hardwareConcurrency` says.
 */
export function numCPU(): number {
  if (count === 0) count = hostAt('/').cpus();
  return count;
}
