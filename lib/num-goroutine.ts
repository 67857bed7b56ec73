/** numGoroutine: how many goroutines there are. */
import { here, kernel } from './kernel/world.ts';

/**
 * How many goroutines have started and not ended, waiting ones included. The program itself counts
 * as one, whether or not it is under `run`; so this is never below 1 (GO-10).
 */
export function numGoroutine(): number {
  // Under `run` its main is one of those that live.
  return here().live + (kernel.observer === null ? 1 : 0);
}
