/** fromObservable: an observable as something to receive from. */
import { Subject, takeUntil, type Observable } from 'rxjs';
import type { Feed } from '../bridge/feed.ts';
import { Intake } from '../bridge/intake.ts';
import { readOptions, type FeedOptions } from '../bridge/options.ts';
import { overflowOf, push, type Bounds, type Overflow } from '../bridge/overflow.ts';
import { MisuseError } from '../kernel/errors.ts';

/** How `fromObservable` receives. */
export interface FromObservableOptions extends FeedOptions {
  /** What becomes of a value for which there is no room: `'buffer'` if it is not given. */
  readonly overflow?: Overflow | undefined;
}

/**
 * Subscribes to an observable, at once, and gives a receiver of what it emits. It is closed when the
 * observable completes; when that fails, a receive fails with its error, after what came before.
 *
 * An observable does not wait, so `overflow` says what becomes of a value that finds no receiver and
 * no room: by default all are kept, and `capacity` does not count; so the types ask for both.
 *
 * It unsubscribes when it is stopped: by `using`, by `[Symbol.dispose]()` or by `signal`; see
 * {@link Feed}. What it holds by then can still be received.
 *
 * @throws ChannelSizeError for a capacity that is none. MisuseError for an overflow rule or an observable
 *   that is none.
 *
 * @example
 * ```ts
 * import { fromObservable } from 'millrace/rxjs';
 * import { Subject } from 'rxjs';
 *
 * const moves = new Subject<number>();
 * const latest = fromObservable(moves, { capacity: 1, overflow: 'drop-oldest' });
 * for (const x of [10, 20, 30]) moves.next(x);
 * console.log((await latest.recv()).value, latest.dropped);
 * latest[Symbol.dispose](); // or `using latest = …` in place of `const`
 * console.log(moves.observed);
 * // Output:
 * // 30 2
 * // false
 * ```
 */
export function fromObservable<T>(
  observable: Observable<T>,
  options?: FromObservableOptions & Bounds,
): Feed<T> {
  if (typeof observable?.pipe !== 'function')
    throw new MisuseError('fromObservable: an observable was expected', observable);
  const { capacity = 0, overflow, signal } = readOptions(options, ['overflow']);
  const rule = overflowOf(overflow);
  const intake = new Intake<T>(capacity, 'fromObservable');
  if (rule === 'buffer') intake.unbind();
  // A subject and not the subscription: there is none yet while the observable emits in `subscribe`.
  const stop = new Subject<void>();
  if (!intake.begin(() => stop.next(), signal)) return intake;
  observable.pipe(takeUntil(stop)).subscribe({
    next: (value) => push(intake, value, rule),
    error: (error: unknown) => intake.fail(error),
    complete: () => intake.end(),
  });
  return intake;
}
