/** What can be locked: what a `Cond` asks for, and what every lock of this package is. */
import type { WaitOptions } from '../kernel/abort.ts';

/** Go's `sync.Locker`. */
export interface Locker {
  /** Waits until it has the lock. Ours return an operation; a promise will do. */
  lock(options?: WaitOptions): PromiseLike<void>;
  unlock(): void;
}
