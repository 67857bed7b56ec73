/**
 * `millrace/time`: Go's package time, as far as it is about waiting. Times are milliseconds since
 * the epoch, durations are milliseconds.
 *
 * @module
 */
import './inspect/time.ts';
export { after } from './after.ts';
export { sleep } from './sleep.ts';
export { now } from './time/clock.ts';
export { duration } from './time/duration.ts';
export { NonPositiveIntervalError } from './time/milliseconds.ts';
export { tick, Ticker } from './time/ticker.ts';
export { afterFunc, Timer } from './time/timer.ts';
export { hour, microsecond, millisecond, minute, nanosecond, second } from './time/units.ts';
