/**
 * One call of a group that is under way, with whoever waits for what comes of it.
 *
 * Invariants:
 *  - a flight that has begun and is not over is the one of its key, unless that was forgotten (SF-04);
 *  - each of its channels gets one result, when it is over; none if the function called goexit (SF-06).
 */
import { GoexitError } from '../kernel/errors.ts';
import type { Pending } from '../kernel/op.ts';
import type { World } from '../kernel/world.ts';
import { Channel } from '../channel.ts';
import { Call, type Body } from '../sync/call.ts';

/** What a function gave, and whether more than one caller got it. */
export interface Shared<T> {
  /** What the function gave. */
  readonly value: T;
  /** Whether more than one caller got it. */
  readonly shared: boolean;
}

/** What came of a function: its value, or its error if it has failed. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly error: undefined; readonly shared: boolean }
  | {
      readonly ok: false;
      readonly value: undefined;
      readonly error: unknown;
      readonly shared: boolean;
    };

export type Flights<T, K> = Map<K, Flight<T, K>>;

export class Flight<T, K> extends Call<Shared<T>> {
  declare readonly flights: Flights<T, K>;
  declare readonly key: K;
  declare readonly channels: Channel<Result<T>>[];
  declare many: boolean;

  constructor(world: World, flights: Flights<T, K>, key: K) {
    super(world, null);
    this.flights = flights;
    this.key = key;
    this.channels = [];
    this.many = false;
  }

  override current(): Flight<T, K> {
    return this.flights.get(this.key) ?? this;
  }

  override shared(): void {
    this.many = true;
  }

  override begin(fn: Body | null, aside?: boolean): void {
    this.flights.set(this.key, this);
    super.begin(fn, aside);
  }

  override end(goroutine: Pending): void {
    const { flights, key, channels } = this;
    if (flights.get(key) === this) flights.delete(key);
    super.end(goroutine);
    const { failed, value, many: shared } = this;
    if (failed && value instanceof GoexitError) return;
    for (const channel of channels) {
      channel.trySend(
        failed
          ? { ok: false, value: undefined, error: value, shared }
          : { ok: true, value: value as T, error: undefined, shared },
      );
    }
  }

  override give(): Shared<T> {
    return { value: this.value as T, shared: this.many };
  }
}
