/** toObservable: a channel as an observable. */
import { Observable } from 'rxjs';
import { armOf } from '../bridge/arm-of.ts';
import { Outlet } from '../bridge/outlet.ts';
import type { Receiver } from '../ends.ts';

/**
 * An observable of what is received from a channel. Every subscription is a receiver of its own, from
 * the moment it is made: several share the values, as goroutines would. It emits after whoever
 * subscribed or sent has waited or ended, never in the middle of either; it completes when the channel
 * is closed and empty, and fails when a feed fails.
 *
 * To unsubscribe withdraws the receive. A value that was received but not emitted by then goes back
 * to the head of the channel, so none is lost. There is no back pressure in an observable: it receives
 * as fast as values are sent.
 *
 * @throws MisuseError if it is given nothing that can be received from.
 *
 * @example
 * ```ts
 * import { Channel, go } from 'millrace';
 * import { toObservable } from 'millrace/rxjs';
 * import { lastValueFrom, map, toArray } from 'rxjs';
 *
 * const numbers = new Channel<number>();
 * go(function* () {
 *   for (const n of [1, 2, 3]) yield* numbers.send(n);
 *   numbers.close();
 * });
 * const squares = toObservable(numbers).pipe(map((n) => n * n), toArray());
 * console.log(await lastValueFrom(squares));
 * // Output:
 * // [ 1, 4, 9 ]
 * ```
 */
export function toObservable<T>(channel: Receiver<T>): Observable<T> {
  const arm = armOf(channel, 'toObservable');
  return new Observable<T>((subscriber) => {
    const outlet = new Outlet<T>(arm, subscriber);
    outlet.request(Infinity);
    return () => outlet.stop();
  });
}
