/**
 * `millrace/singleflight`: Go's golang.org/x/sync/singleflight.
 *
 * @module
 */
import type { WaitOptions } from './kernel/abort.ts';
import type { Op, Routine } from './kernel/op.ts';
import { here } from './kernel/world.ts';
import { Channel } from './channel.ts';
import type { Receiver } from './ends.ts';
import { Flight, type Flights, type Result, type Shared } from './singleflight/flight.ts';
import { make } from './sync/call.ts';

export type { Result, Shared };

/** What a group runs: a plain function, or a goroutine's of either form. */
export type Work<T> = () => T | PromiseLike<T> | Routine<T>;

/**
 * Work by keys, of which no two pieces with the same key are under way at once: who asks for what
 * is under way waits for that and gets the same. Nothing is kept: once it is over, the next one who
 * asks has it done again. Source: SF-01 to SF-06.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { Group } from 'millrace/singleflight';
 *
 * const group = new Group<string>();
 * function* load() {
 *   console.log('loading');
 *   yield* sleep(1);
 *   return 'Ann';
 * }
 * function* show() {
 *   const { value, shared } = yield* group.do('user 1', load);
 *   console.log(value, shared);
 * }
 * const first = go(show);
 * await go(show);
 * await first;
 * // Output:
 * // loading
 * // Ann true
 * // Ann true
 * ```
 */
export class Group<T = unknown, K = string> {
  readonly #world = here();
  readonly #flights: Flights<T, K> = new Map();

  /**
   * Gives what the function gives; if one for this key is under way already, waits for that one.
   * `shared` says whether more than one caller got it.
   *
   * The function starts at the call, as a goroutine of its own. An abort gives up waiting; the
   * function goes on. An error that all who asked have given up on is dropped, as Go's is.
   *
   * @throws what the function throws, to everyone who waits. If it calls `goexit`, everyone exits.
   */
  do(key: K, fn: Work<T>, options?: WaitOptions): Op<Shared<T>> {
    this.#world.budget--;
    return make(new Flight(this.#world, this.#flights, key), fn, options);
  }

  /**
   * The same, but the result comes through a channel, which suits a `select`: one {@link Result},
   * error or not. The channel has room for it, so nobody need receive it, and is never closed. If the
   * function calls `goexit`, nothing ever comes (SF-03, SF-06).
   */
  doChan(key: K, fn: Work<T>): Receiver<Result<T>> {
    const channel = new Channel<Result<T>>(1);
    const fresh = new Flight(this.#world, this.#flights, key);
    const flight = fresh.current();
    flight.channels.push(channel);
    if (flight === fresh) flight.begin(fn, true);
    else flight.shared();
    return channel;
  }

  /**
   * Has the next one who asks for this key start anew. Whoever waits already gets what is under way.
   */
  forget(key: K): void {
    this.#flights.delete(key);
  }

  /** @internal */
  check(): void {
    CHECK: {
      for (const [key, flight] of this.#flights) {
        flight.check();
        if (flight.key !== key || flight.own === null)
          throw new Error('singleflight: not under way');
      }
    }
  }
}
