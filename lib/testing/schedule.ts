/**
 * Schedules as data: the decisions at which a run left the default, and how.
 *
 * As text, `s1:4.1,6.2` takes choice 1 at decision 4 and choice 2 at decision 6; `s1:` is the
 * default run. What explorations print has a mark for each deviation behind a tilde, two characters
 * of what was to be chosen from up to there: so a schedule of a program that has changed since says
 * where it no longer fits.
 */
import { GoError, MisuseError } from '../kernel/errors.ts';
import { list, record, whole } from './check.ts';

/** Takes a choice other than 0 at a decision. */
export interface Deviation {
  /** At which decision of the run, counted from 0. */
  readonly decision: number;
  /** Which of those that could be chosen there; the default world takes 0. */
  readonly choice: number;
  /** Of everything that was chosen before; undefined in a schedule that was written by hand. */
  readonly mark?: number | undefined;
}

/**
 * Deviations, in the order of their decisions, at most one for each. As text it is a replay.
 *
 * @example
 * ```ts
 * import { Schedule } from 'millrace/testing';
 *
 * const schedule = new Schedule([
 *   { decision: 4, choice: 1 },
 *   { decision: 6, choice: 2 },
 * ]);
 * console.log(String(schedule)); //=> s1:4.1,6.2
 * console.log(schedule.length); //=> 2
 * ```
 */
export class Schedule {
  /** Where it differs from the default world, in order. */
  readonly deviations: readonly Deviation[];

  /** @throws MisuseError with the path of the bad part, for what are no deviations. */
  constructor(deviations: readonly Deviation[]) {
    let next = 0;
    for (const [i, one] of list(deviations, 'schedule').entries()) {
      const path = `schedule[${i}]`;
      const { decision, choice } = record(one, path);
      next = whole(decision, `${path}.decision`, next) + 1;
      whole(choice, `${path}.choice`, 1);
    }
    this.deviations = deviations;
  }

  /** How many deviations there are. */
  get length(): number {
    return this.deviations.length;
  }

  /** As `replay` takes it. */
  toString(): Replay {
    return printSchedule(this);
  }
}

/** A schedule as text. */
export type Replay = string;

/**
 * A replay no longer fits what it is replayed on: the code has changed since, or it depends on
 * something else than the schedule.
 *
 * @example
 * ```ts
 * import { replay, StaleReplayError, type Program } from 'millrace/testing';
 *
 * const program: Program = { chans: [0], procs: [[['send', 0, 1]], [['recv', 0]]] };
 * try {
 *   await replay(program, 's1:9.1');
 * } catch (error) {
 *   console.log(error instanceof StaleReplayError); //=> true
 *   console.log(String(error)); //=> StaleReplayError: replay: diverged before decision 9: the run had 1
 * }
 * ```
 */
export class StaleReplayError extends GoError {
  constructor(message: string) {
    super(message, 'STALE_REPLAY');
  }
}

function printSchedule({ deviations }: Schedule): Replay {
  const list = deviations.map(({ decision, choice }) => `${String(decision)}.${String(choice)}`);
  const marks = deviations.map(({ mark }) => (mark ?? 0).toString(36).padStart(2, '0'));
  const marked = deviations.length > 0 && deviations.every(({ mark }) => mark !== undefined);
  return `s1:${list.join(',')}${marked ? `~${marks.join('')}` : ''}`;
}

/**
 * A schedule from its text.
 *
 * @throws MisuseError that names the part which is wrong.
 *
 * @example
 * ```ts
 * import { parseSchedule } from 'millrace/testing';
 *
 * console.log(parseSchedule('s1:4.1,6.2').deviations[1]); //=> { decision: 6, choice: 2 }
 * ```
 */
export function parseSchedule(text: Replay): Schedule {
  if (typeof text !== 'string') throw bad(`no string: ${String(text)}`);
  if (!text.startsWith('s1:')) throw bad(`'${text}' does not begin with s1:`);
  const [list = '', marks, ...more] = text.slice('s1:'.length).split('~');
  const parts = list === '' ? [] : list.split(',');
  if (more.length > 0 || (marks !== undefined && !isMarks(marks, parts.length))) {
    throw bad(`'${text}' does not have two characters for each deviation after its ~`);
  }
  let last = -1;
  const deviations = parts.map((part, i): Deviation => {
    const match = /^(0|[1-9]\d{0,14})\.([1-9]\d{0,14})$/.exec(part);
    if (match === null) throw bad(`'${part}' is not decision.choice, with a choice of 1 or more`);
    const [decision, choice] = [Number(match[1]), Number(match[2])];
    if (decision <= last) throw bad(`'${part}' does not come after decision ${String(last)}`);
    last = decision;
    if (marks === undefined) return { decision, choice };
    return { decision, choice, mark: parseInt(marks.slice(2 * i, 2 * i + 2), 36) };
  });
  return new Schedule(deviations);
}

function isMarks(marks: string, deviations: number): boolean {
  return marks.length === 2 * deviations && /^[0-9a-z]*$/.test(marks);
}

function bad(what: string): MisuseError {
  return new MisuseError(`schedule: ${what}`);
}
