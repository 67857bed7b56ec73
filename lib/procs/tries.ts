/**
 * Those at a remote end who wait and may give up, as the home sees them; see loose.ts for the other
 * side. It knows whether there is somebody, each way, and calls: then one holds still and tries.
 *
 * Invariants:
 *  - who is `called` has not answered yet, and is not called again before he has;
 *  - `waiters` are those that stand in the channel's lines for who tries.
 */
import * as host from '../kernel/host.ts';
import { hasFailed, observe, rareOf, type Listener, type Pending } from '../kernel/op.ts';
import { Waiter, type Received } from '../kernel/waiter.ts';
import { unwrap, wrap, type Crossing } from './parcel.ts';
import { otherWay, RECV, SEND, type Way } from './way.ts';
import * as wire from './wire.ts';

/** What a try is made at. */
export interface Tried {
  readonly rank: number;
  readonly isClosed: boolean;
  poll(): Received<unknown> | undefined;
  offer(value: unknown): boolean;
  stand(way: Way, waiter: Waiter): void;
  /** Who tries, that way, may have nobody left to meet. */
  recheck(way: Way): void;
}

/** The end whose they are. */
export interface TriedEnd {
  readonly id: number;
  readonly crossing: Crossing;
  readonly home: Tried;
  /** Somebody waits there now. */
  watched(way: Way): void;
  /** One has received. */
  hasReceived(): void;
  sayEnd(): void;
}

export class Tries {
  readonly watching: [boolean, boolean] = [false, false];
  readonly called: [boolean, boolean] = [false, false];
  readonly waiters: [Waiter | null, Waiter | null] = [null, null];
  /** Whether two who wait there, one each way, could meet each other. */
  canMeet = false;
  /** Whether the last who tried has met nobody. */
  hasMissed = false;
  readonly #end: TriedEnd;
  readonly #listeners: readonly [Listener, Listener];

  constructor(end: TriedEnd) {
    this.#end = end;
    this.#listeners = [
      { ready: (op) => this.#received(op.value as Received<unknown>) },
      { ready: (op) => this.#taken(op) },
    ];
  }

  /** Takes a record, if it is about this. */
  take(kind: number, payload: unknown): void {
    switch (kind) {
      case wire.WATCH_RECV:
        this.#watch(RECV, payload as boolean);
        break;
      case wire.WATCH_SEND:
        this.#watch(SEND, payload as boolean);
        break;
      case wire.PASS_RECV:
        this.#pass(RECV);
        break;
      case wire.PASS_SEND:
        this.#pass(SEND);
        break;
      case wire.TRY_RECV:
        this.#tryRecv();
        break;
      case wire.TRY_SEND:
        this.#trySend(unwrap(this.#end.crossing, payload));
        break;
    }
  }

  /** Tells whoever waits there that he may try. */
  call(way: Way): void {
    this.watching[way] = false;
    this.called[way] = true;
    this.#say(way === RECV ? wire.READY_RECV : wire.READY_SEND, this.#end.home.rank);
  }

  /** Whoever tries there has nobody to meet. */
  miss(way: Way): void {
    this.hasMissed = true;
    this.waiters[way]?.withdraw();
    this.waiters[way] = null;
    this.#say(way === RECV ? wire.MISSED_RECV : wire.MISSED_SEND);
  }

  /** The thread is gone. */
  cut(): void {
    this.watching.fill(false);
    this.called.fill(false);
    for (const waiter of this.waiters) waiter?.withdraw();
    this.waiters.fill(null);
  }

  /** Whether it is told of the end of an operation. */
  hears(observers: readonly Listener[]): boolean {
    return this.#listeners.some((one) => observers.includes(one));
  }

  #watch(way: Way, canMeet: boolean): void {
    this.canMeet = canMeet;
    // He has been called meanwhile, and speaks up again if it came to nothing.
    if (this.called[way]) return;
    this.watching[way] = true;
    this.#end.watched(way);
  }

  #pass(way: Way): void {
    this.called[way] = false;
    this.#end.home.recheck(otherWay(way));
  }

  #tryRecv(): void {
    const { home } = this.#end;
    this.called[RECV] = false;
    const received = home.poll();
    if (received !== undefined) this.#received(received);
    else this.#stand(RECV, undefined);
    home.recheck(SEND);
  }

  #trySend(value: unknown): void {
    const { home } = this.#end;
    this.called[SEND] = false;
    // The news of a close is on its way, and he who tries fails by it.
    if (!home.isClosed) {
      if (home.offer(value)) this.#say(wire.TAKEN);
      else this.#stand(SEND, value);
    }
    home.recheck(RECV);
  }

  #stand(way: Way, value: unknown): void {
    const { home } = this.#end;
    const waiter = new Waiter(value);
    observe(waiter, this.#listeners[way]);
    this.waiters[way] = waiter;
    home.stand(way, waiter);
    home.recheck(way);
  }

  #received({ value, ok }: Received<unknown>): void {
    this.waiters[RECV] = null;
    this.hasMissed = false;
    const { crossing, id } = this.#end;
    if (!ok) {
      this.#end.sayEnd();
      return;
    }
    try {
      crossing.link.say(wire.GIVEN, id, wrap(crossing, value));
    } catch (error) {
      this.#say(wire.MISSED_RECV);
      host.raise(error);
      return;
    }
    this.#end.hasReceived();
  }

  #taken(op: Pending): void {
    this.waiters[SEND] = null;
    this.hasMissed = false;
    if (hasFailed(op)) rareOf(op).observed = true;
    else this.#say(wire.TAKEN);
  }

  #say(kind: number, ...payload: unknown[]): void {
    this.#end.crossing.link.tell(kind, this.#end.id, payload);
  }
}
