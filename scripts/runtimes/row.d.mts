/** One row of the table. */
export type Row = {
  /** As the table calls it. */
  runtime: string;
  version: string;
  engine: string;
  passed: number;
  failed: number;
  /** Tests that it cannot pass, each with its reason in left-out.mjs. */
  skipped: number;
  seconds: number;
  /** What makes the row red; a row without is green. */
  faults: string[];
  /** Why nothing was run. */
  absent?: string;
};
export function absent(runtime: string, why: string): Row;
export function different(wanted: readonly string[], found: readonly string[]): string[];
export function table(rows: readonly Row[]): string;
