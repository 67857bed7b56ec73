/** What a context is to those who are handed one. */
import type { Receiver } from '../ends.ts';
import type { Signal } from '../kernel/abort.ts';
import type { Key } from './key.ts';

/**
 * The host's AbortSignal, as far as the program's types know one; else as much of it as operations
 * need.
 */
export type HostSignal = typeof globalThis extends { AbortSignal: { prototype: infer S } }
  ? S & Signal
  : Signal;

/**
 * Says when work should stop, and carries values along. It is passed as the first argument; the
 * functions of this package derive one from another, and who ends one ends all that are derived
 * from it. Objects of other classes are contexts as well if they have these members (CX-22).
 */
export interface Context {
  /**
   * Closed when the work should stop; Go's nil channel if that never happens. Always the same
   * channel (CX-01).
   */
  done(): Receiver<never>;
  /** When it will be over at the latest, in milliseconds since the epoch, if that is known. */
  deadline(): number | undefined;
  /** Why it is over: {@link Canceled} or {@link DeadlineExceeded}; until then `undefined`. */
  err(): Error | undefined;
  /** The nearest value that was kept under this key, on the way up. */
  value<T>(key: Key<T>): T | undefined;
  /**
   * For everything that takes an AbortSignal: operations of this library, `fetch`, and so on. It
   * aborts together with the context, and its reason is the context's cause. It is made when it is
   * asked for, and is always the same.
   */
  readonly signal: HostSignal;
  /**
   * What a class of one's own may have: calls a function once the context is over, and gives what
   * takes that back. Contexts that are derived from it use it instead of a goroutine (CX-22).
   */
  readonly afterFunc?: (fn: () => void) => () => boolean;
}

/** Ends a context; from the second time on it does nothing. It waits for nobody (CX-05). */
export type CancelFunc = () => void;

/** The same, and says why. Without a cause that is {@link Canceled} (CX-10). */
export type CancelCauseFunc = (cause?: unknown) => void;
