import type { Bound, Question, Sample } from './question.ts';
import { ratio, summary } from './stats.ts';
import type { Ratio } from './stats.ts';

/** The samples of a question, by side, in the order they were taken. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

export interface Verdict {
  readonly bound: Bound;
  readonly found: Ratio;
  /** What is held against the bound: the ratio of medians, or the worst sample. */
  readonly value: number;
  readonly pass: boolean;
}

/** One unit's values over the samples of a side. */
export function values(samples: readonly Sample[] | undefined, unit: string): number[] {
  const found = (samples ?? []).map((sample) => sample.metrics[unit]);
  return found.filter((value) => value !== undefined);
}

function judge(bound: Bound, samples: Samples): Verdict | undefined {
  const ours = values(samples.get(bound.side), bound.unit);
  if (ours.length === 0) return undefined;
  if (bound.over === undefined) {
    const { median, least, most } = summary(ours);
    const found = { median, low: least, high: most };
    return { bound, found, value: most, pass: most <= bound.atMost };
  }
  const theirs = values(samples.get(bound.over), bound.unit);
  if (theirs.length === 0) return undefined;
  const found = ratio(ours, theirs);
  return { bound, found, value: found.median, pass: found.median <= bound.atMost };
}

/** A verdict for each bound whose sides were measured. */
export function verdicts(question: Question, samples: Samples): Verdict[] {
  return question.bounds
    .map((bound) => judge(bound, samples))
    .filter((verdict) => verdict !== undefined);
}
