/** numGoroutine: how many goroutines there are. */
import { kernel } from './kernel/world.ts';

/**
 * How many goroutines have started and not ended, waiting ones included. The program itself counts
 * as one, whether or not it is under `run`; so this is never below 1 (GO-10).
 */
export function numGoroutine(): number {
  const { world } = kernel;
  return world.live + (world.mains === 0 ? 1 : 0);
}
