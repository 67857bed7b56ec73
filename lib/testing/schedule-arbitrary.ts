import fc, { type Arbitrary } from 'fast-check';
import { checkOptions } from './check.ts';
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

const kinds = { deviations: 0, decisions: 1, choices: 1 } as const;

/**
 * Schedules for fast-check: few deviations, and they shrink to none. `replay` follows them as far as
 * they fit; print one (`String(it)`) to have it as text.
 *
 * @throws MisuseError for a constraint that there is none of, or that is no whole number.
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * import { model, replay, schedule, type Program } from 'millrace/testing';
 *
 * const program: Program = { chans: [0], procs: [[['send', 0, 1]], [['send', 0, 2]], [['recv', 0]]] };
 * const permitted = model(program).outcomes;
 * await fc.assert(
 *   fc.asyncProperty(schedule(), async (it) => permitted.has(await replay(program, it))),
 * );
 * ```
 */
export function schedule(constraints: ScheduleConstraints = {}): Arbitrary<Schedule> {
  checkOptions('schedule', constraints, kinds);
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
