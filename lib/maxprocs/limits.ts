/** The files that hold a limit (GM-30 to GM-33). */
import { int64 } from './decimal.ts';
import { Fault } from './fault.ts';

/** So much CPU time, in microseconds, in each period. */
export interface Bandwidth {
  readonly quota: number;
  readonly period: number;
}

/** The kernel never writes so much. */
const MAX_LENGTH = 63;

/** The text up to the newline that must be there. */
function lineOf(text: string): string | Fault {
  const end = text.indexOf('\n');
  return end < 0 || text.length > MAX_LENGTH ? new Fault('malformed') : text.slice(0, end);
}

/** `cpu.cfs_quota_us` or `cpu.cfs_period_us`. */
export function v1Number(text: string): number | Fault {
  const line = lineOf(text);
  if (line instanceof Fault) return line;
  return int64(line) ?? new Fault('malformed');
}

/** `cpu.max`: null for `max`, which is no limit. */
export function v2Bandwidth(text: string): Bandwidth | null | Fault {
  const blank = text.indexOf(' ');
  if (blank < 0 || text.length > MAX_LENGTH) return new Fault('malformed');
  if (text.slice(0, blank) === 'max') return null;
  const line = lineOf(text.slice(blank + 1));
  if (line instanceof Fault) return line;
  const [quota, period] = [int64(text.slice(0, blank)), int64(line)];
  if (quota === undefined || period === undefined) return new Fault('malformed');
  return { quota, period };
}
