/** duration: the text of a duration. */
import { milliseconds } from './milliseconds.ts';

/** Go counts in 64 bits of nanoseconds: what is longer than this is written as this. */
const LONGEST_MS = 9_223_372_036_854;
const LONGEST = '2562047h47m16.854775807s';

/**
 * A duration in Go's text: `1h0m0s`, `1.5s`, `100ms`, `1.5µs`, `0s`. It is rounded to nanoseconds;
 * fractions have no zeros at their end, and hours are the largest unit (TM-21).
 *
 * @throws MisuseError if it is given no number.
 *
 * @example
 * ```ts
 * import { duration, hour, microsecond } from 'millrace/time';
 *
 * console.log(duration(1500)); //=> 1.5s
 * console.log(duration(2 * hour)); //=> 2h0m0s
 * console.log(duration(-1.5 * microsecond)); //=> -1.5µs
 * ```
 */
export function duration(ms: number): string {
  milliseconds(ms, 'duration');
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  if (size > LONGEST_MS) return sign + LONGEST;
  // Apart, both are exact: a whole number of milliseconds, and nanoseconds below a million.
  let whole = Math.trunc(size);
  let nanos = Math.round((size - whole) * 1e6);
  if (nanos === 1e6) {
    whole++;
    nanos = 0;
  }
  return sign + (whole < 1000 ? short(whole, nanos) : long(whole, nanos));
}

/** Below a second: in the largest unit that leaves no zero in front. */
function short(whole: number, nanos: number): string {
  if (whole > 0) return `${decimal(whole, nanos, 6)}ms`;
  if (nanos >= 1000) return `${decimal(Math.trunc(nanos / 1000), nanos % 1000, 3)}µs`;
  return nanos === 0 ? '0s' : `${String(nanos)}ns`;
}

function long(whole: number, nanos: number): string {
  const seconds = Math.trunc(whole / 1000);
  const minutes = Math.trunc(seconds / 60);
  const hours = Math.trunc(minutes / 60);
  const text = `${decimal(seconds % 60, (whole % 1000) * 1e6 + nanos, 9)}s`;
  if (minutes === 0) return text;
  return hours === 0
    ? `${String(minutes)}m${text}`
    : `${String(hours)}h${String(minutes % 60)}m${text}`;
}

/** A number with so many digits behind its point, without the zeros at the end. */
function decimal(whole: number, fraction: number, digits: number): string {
  if (fraction === 0) return String(whole);
  const text = String(fraction).padStart(digits, '0');
  return `${String(whole)}.${text.replace(/0+$/, '')}`;
}
