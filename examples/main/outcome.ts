/** What one run of the ten thousand requests measured. */
export interface Outcome {
  totalMs: number;
  latencies: number[];
  peakInServer: number;
  peakInStore: number;
  peakGoroutines: number;
}

export type Progress = (done: number, total: number, goroutines: number) => void;

/** The value that the share `p` of the sorted samples does not exceed. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}
