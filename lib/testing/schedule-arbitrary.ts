import fc, { type Arbitrary } from 'fast-check';
import { Schedule } from './schedule.ts';

/** What schedules `schedule` makes. */
export interface ScheduleConstraints {
  /** The most deviations of one. Default: 8. */
  deviations?: number;
  /** They are among this many first decisions. Default: 40. */
  decisions?: number;
  /** The highest choice; where there are fewer it is taken round. Default: 3. */
  choices?: number;
}

/** Schedules for fast-check: few deviations, and they shrink to none. */
export function schedule(constraints: ScheduleConstraints = {}): Arbitrary<Schedule> {
  const { deviations = 8, decisions = 40, choices = 3 } = constraints;
  const deviation = fc.tuple(fc.nat({ max: decisions - 1 }), fc.integer({ min: 1, max: choices }));
  return fc
    .uniqueArray(deviation, {
      selector: ([decision]) => decision,
      maxLength: Math.min(deviations, decisions),
      size: 'max',
    })
    .map((all) => {
      const sorted = [...all].sort(([a], [b]) => a - b);
      return new Schedule(sorted.map(([decision, choice]) => ({ decision, choice })));
    });
}
