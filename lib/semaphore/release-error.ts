/** The one failure of a semaphore. */
import { GoError } from '../kernel/errors.ts';

/** More was released than was held (SW-05). */
export class SemaphoreReleaseError extends GoError {
  constructor() {
    super('semaphore: released more than held', 'RELEASED_MORE_THAN_HELD');
  }
}
