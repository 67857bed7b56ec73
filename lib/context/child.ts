/** What hangs on a context and is told when that is over. */
import type { Link, WaitQueue } from '../kernel/wait-queue.ts';

/** What is still to be done when a whole tree has been told. */
export interface Tidings {
  readonly error: Error;
  readonly cause: unknown;
  /** Those who are still to be told, the next one last. */
  readonly rest: Child[];
  /** Signals that are to be aborted once everyone has been told: they run code of the user's. */
  readonly signals: AbortController[];
}

export interface Child extends Link {
  before: Child | null;
  after: Child | null;
  queue: WaitQueue | null;
  /** Is over, and adds its own children to the rest. Runs no code of the user's. */
  end(tidings: Tidings): void;
}
