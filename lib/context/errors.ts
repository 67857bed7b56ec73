/** Why a context is over, and what must not be made into one. */
import { GoError } from '../kernel/errors.ts';

/** The class of {@link Canceled}. */
export class CanceledError extends GoError {
  constructor() {
    super('context canceled');
  }
}

/** The class of {@link DeadlineExceeded}. */
export class DeadlineExceededError extends GoError {
  constructor() {
    super('context deadline exceeded');
  }

  /** It came of a time that was up. */
  timeout(): boolean {
    return true;
  }

  /** To try again may help. */
  temporary(): boolean {
    return true;
  }
}

/** What `err` gives of a context that was cancelled: one error for all (CX-03). */
export const Canceled: CanceledError = /* @__PURE__ */ new CanceledError();

/** What `err` gives of a context whose deadline has passed: one error for all (CX-03). */
export const DeadlineExceeded: DeadlineExceededError = /* @__PURE__ */ new DeadlineExceededError();

/** A context was to be derived from nothing (CX-04). */
export class NilParentError extends GoError {
  constructor() {
    super('cannot create context from nil parent');
  }
}

/** A value was to be kept under no key (CX-18). */
export class NilKeyError extends GoError {
  constructor() {
    super('nil key');
  }
}
