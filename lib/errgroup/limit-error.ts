/** The one failure of a group's own. */
import { GoError } from '../kernel/errors.ts';

/** The limit of a group was changed while tasks ran under it (EG-07). */
export class ErrgroupLimitError extends GoError {
  constructor(active: number) {
    super(
      `errgroup: modify limit while ${String(active)} goroutines in the group are still active`,
      'MODIFY_LIMIT_WHILE_ACTIVE',
    );
  }
}
