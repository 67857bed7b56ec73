/** milliseconds: what may be a duration, and what may be a period. */
import { GoError, MisuseError } from '../kernel/errors.ts';

/** A ticker was asked to tick every 0 milliseconds or less (TM-10). */
export class NonPositiveIntervalError extends GoError {
  constructor(of: 'NewTicker' | 'Ticker.Reset') {
    super(`non-positive interval for ${of}`);
  }
}

/** A number of milliseconds, infinities and negative ones included; anything else is refused. */
export function milliseconds(ms: unknown, who: string): number {
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    throw new MisuseError(`${who}: a number of milliseconds was expected`);
  }
  return ms;
}

/** The same, above 0. */
export function period(ms: unknown, of: 'NewTicker' | 'Ticker.Reset'): number {
  if (milliseconds(ms, of) <= 0) throw new NonPositiveIntervalError(of);
  return ms as number;
}
