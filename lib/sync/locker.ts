/** What can be locked: what every lock of this package is. */
import type { WaitOptions } from '../kernel/abort.ts';
import type { Op } from '../kernel/op.ts';

/** Go's `sync.Locker`. */
export interface Locker {
  /** Takes the lock; waits while somebody has it. */
  lock(options?: WaitOptions): Op<void>;
  /** Gives it back. */
  unlock(): void;
}

/**
 * @internal Where the prototype of a lock of ours has its arm: who waits there needs no goroutine.
 * A class that extends one of ours may lock in a way of its own, and its prototype has none.
 */
export const LOCK = /* @__PURE__ */ Symbol.for('millrace.lock.1');
