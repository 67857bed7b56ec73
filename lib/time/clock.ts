/** The time of day, by the clock of whoever asks. */
import * as host from '../kernel/host.ts';
import { here, type World } from '../kernel/world.ts';

/** Milliseconds since the epoch when a world's clock showed 0. */
export function epochOf(world: World): number {
  return world.controller === null ? host.epoch() : 0;
}

/**
 * The time in milliseconds since the epoch, with fractions. It comes from a clock that only goes
 * forward, so the difference of two times is what has passed between them, whatever happens to the
 * host's calendar meanwhile (TM-22).
 *
 * @example
 * ```ts
 * import { now, sleep } from 'millrace/time';
 *
 * const before = now();
 * await sleep(2);
 * console.log(now() - before > 1.9); //=> true
 * ```
 */
export function now(): number {
  const world = here();
  return epochOf(world) + world.now();
}
