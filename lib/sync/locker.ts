/** What can be locked: what every lock of this package is. */
import type { WaitOptions } from '../kernel/abort.ts';
import type { Op } from '../kernel/op.ts';

/** Go's `sync.Locker`. */
export interface Locker {
  lock(options?: WaitOptions): Op<void>;
  unlock(): void;
}
