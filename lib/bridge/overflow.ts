/** What becomes of a value that is pushed where there is no room. */
import { GoError, MisuseError } from '../kernel/errors.ts';
import type { Intake } from './intake.ts';

/**
 * What becomes of a value for which there is no room:
 *  - `'buffer'` keeps it all the same, so there is always room; memory is the limit;
 *  - `'drop-oldest'` lets go of the value that has waited longest, and keeps the new one;
 *  - `'drop-newest'` lets go of the new one;
 *  - `'error'` stops the source, and fails with an {@link OverflowError} after what came before.
 *
 * There is no `'block'`: who pushes does not wait for an answer.
 */
export type Overflow = 'buffer' | 'drop-oldest' | 'drop-newest' | 'error';

/** Whoever gives a capacity says what becomes of a value too many: without a rule none is counted. */
export type Bounds =
  | {
      /** Not given: all are kept, or what the rule says of a feed without room. */
      readonly capacity?: undefined;
    }
  | {
      /** The rule that goes with a capacity. */
      readonly overflow: Overflow;
    };

const rules: readonly unknown[] = ['buffer', 'drop-oldest', 'drop-newest', 'error'];

/** A source that cannot wait has pushed a value for which there was no room: its `cause` is that. */
export class OverflowError extends GoError {
  constructor(cause: unknown) {
    super('a value was pushed and there was no room for it', 'OVERFLOW', { cause });
  }
}

/** The rule among the options. */
export function overflowOf(overflow: unknown = 'buffer'): Overflow {
  if (rules.includes(overflow)) return overflow as Overflow;
  const why = overflow === 'block' ? 'what pushes cannot be made to wait; ' : '';
  throw new MisuseError(`overflow: ${why}one of ${rules.join(', ')} was expected`, overflow);
}

/** Puts in a value that was pushed. Runs no code of the user's, but of the source if that is stopped. */
export function push<T>(intake: Intake<T>, value: T, rule: Overflow): void {
  if (!intake.isOpen || intake.offer(value)) return;
  if (rule === 'error') {
    intake.breakOff(new OverflowError(value));
    return;
  }
  intake.dropped++;
  if (rule === 'drop-newest' || intake.capacity === 0) return;
  intake.buffer.shift();
  intake.stash(value);
}
