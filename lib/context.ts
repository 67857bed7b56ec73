/**
 * `millrace/context`: Go's package context.
 *
 * @module
 */
import './inspect/context.ts';
export { afterFunc } from './context/after-func.ts';
export type { CancelCauseFunc, CancelFunc, Context, HostSignal } from './context/context.ts';
export { cause } from './context/derived.ts';
export {
  Canceled,
  CanceledError,
  DeadlineExceeded,
  DeadlineExceededError,
  NilKeyError,
  NilParentError,
} from './context/errors.ts';
export { fromSignal } from './context/from-signal.ts';
export { key, type Key } from './context/key.ts';
export { background, todo, withoutCancel } from './context/root.ts';
export { withCancel, withCancelCause } from './context/with-cancel.ts';
export {
  withDeadline,
  withDeadlineCause,
  withTimeout,
  withTimeoutCause,
} from './context/with-deadline.ts';
export { withValue } from './context/with-value.ts';
