/** The error of those rules that have errors. */
import { GoError } from '../kernel/errors.ts';

/** The quota could not be read, under the rule `automaxprocs`; nothing has changed. */
export class QuotaError extends GoError {
  constructor(message: string) {
    super(message, 'CPU_QUOTA');
  }
}
