import { MisuseError } from '../kernel/errors.ts';

/**
 * Which way a run goes: where it does not take the first of the ways that are open to it. Decisions
 * are counted from 0 and rise; each deviation is `[decision, way]`, and way 0 is the usual one.
 */
export interface Schedule {
  deviations: [decision: number, way: number][];
}

/** A schedule as text: `s1:` and its deviations, as in `s1:4.1,6.2`. `s1:` alone is the usual run. */
export type Replay = `s1:${string}`;

export function printSchedule(schedule: Schedule): Replay {
  return `s1:${schedule.deviations.map(([decision, way]) => `${decision}.${way}`).join()}`;
}

/** @throws MisuseError that names the part which is wrong. */
export function parseSchedule(text: string): Schedule {
  if (typeof text !== 'string') throw new MisuseError(`schedule: no string: ${String(text)}`);
  if (!text.startsWith('s1:')) throw new MisuseError(`schedule: '${text}' does not begin with s1:`);
  const deviations: [number, number][] = [];
  let last = -1;
  for (const part of text === 's1:' ? [] : text.slice('s1:'.length).split(',')) {
    const bad = (what: string): MisuseError => new MisuseError(`schedule: '${part}' ${what}`);
    const match = /^(0|[1-9]\d{0,14})\.([1-9]\d{0,14})$/.exec(part);
    if (match === null) throw bad('is not decision.way, with a way of 1 or more');
    const [decision, way] = [Number(match[1]), Number(match[2])];
    if (decision <= last) throw bad(`does not come after decision ${last}`);
    deviations.push([decision, way]);
    last = decision;
  }
  return { deviations };
}
