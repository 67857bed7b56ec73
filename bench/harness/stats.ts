/** The value below which a fraction `q` of the sorted samples lies, interpolated. */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Median with the quartiles around it, and the extremes. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly least: number;
  readonly most: number;
}

export function summary(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    least: quantile(sorted, 0),
    most: quantile(sorted, 1),
  };
}

/** A fixed sequence of numbers below 1 (mulberry32): the same samples give the same interval. */
function* draws(): Generator<number, never, void> {
  for (let state = 1; ; state += 0x6d2b79f5) {
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    yield ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

const resamples = 2000;

/** A ratio of two medians and the interval in which 95 of 100 repetitions would find it. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Ratio of the medians. The interval is a bootstrap over rounds: the samples of a round stay
 * together, because a slow spell of the machine falls on both of them.
 */
export function ratio(ours: readonly number[], theirs: readonly number[]): Ratio {
  const rounds = Math.min(ours.length, theirs.length);
  const draw = draws();
  const ratios = Array.from({ length: resamples }, () => {
    const picked = Array.from({ length: rounds }, () => Math.floor(draw.next().value * rounds));
    const medianOf = (all: readonly number[]): number =>
      summary(picked.map((round) => all[round] ?? NaN)).median;
    return medianOf(ours) / medianOf(theirs);
  }).toSorted((a, b) => a - b);
  return {
    median: summary(ours).median / summary(theirs).median,
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
  };
}
