import fc, { type Arbitrary } from 'fast-check';
import type { Schedule } from './schedule.ts';

/** What schedules `schedule` makes. */
export interface ScheduleConstraints {
  /** The most deviations of one. Default: 8. */
  deviations?: number;
  /** They are among this many first decisions. Default: 40. */
  decisions?: number;
  /** The highest way. Default: 3. */
  ways?: number;
}

/** Schedules for fast-check: few deviations, and they shrink to none. */
export function schedule(constraints: ScheduleConstraints = {}): Arbitrary<Schedule> {
  const { deviations = 8, decisions = 40, ways = 3 } = constraints;
  const deviation = fc.tuple(fc.nat({ max: decisions - 1 }), fc.integer({ min: 1, max: ways }));
  return fc
    .uniqueArray(deviation, {
      selector: ([decision]) => decision,
      maxLength: Math.min(deviations, decisions),
      size: 'max',
    })
    .map((all) => ({ deviations: all.toSorted(([a], [b]) => a - b) }));
}
