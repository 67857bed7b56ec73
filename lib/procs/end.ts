/**
 * A remote end of a channel, as its home sees it: what the other thread wants and has sent.
 *
 * Its receives that wait, and its sends that do, stand in the lines of the channel like anybody's:
 * they are served by the channel's own rules. Beyond that it may hold values on loan, which are in
 * the channel still, and room for sends that are then done at once; both only while nobody else
 * receives, or sends, there. Both are called back when they are needed.
 *
 * Invariants:
 *  - `sent` − `wanted` values are lent, if that is more than 0;
 *  - while something is lent no receive of this end stands in line;
 *  - `room` − `got` sends may still come that are done already, if that is more than 0; then no
 *    send of this end stands in line.
 */
import type { Channel } from '../channel.ts';
import * as host from '../kernel/host.ts';
import { observe, hasFailed, rareOf, type Listener, type Pending } from '../kernel/op.ts';
import { Waiter, type Received } from '../kernel/waiter.ts';
import type { Counters } from './counters.ts';
import type { Peer } from './link.ts';
import { Loan } from './loan.ts';
import { sayValue, unwrap, type Crossing } from './parcel.ts';
import { Tries, type Tried, type TriedEnd } from './tries.ts';
import { RECV, SEND, type Way } from './way.ts';
import * as wire from './wire.ts';

/** What an end asks of the channel it belongs to. */
export interface Home extends Tried {
  readonly channel: Channel<unknown>;
  readonly isWaitedFor: boolean;
  /** A value for which there was room has come. */
  arrive(value: unknown): void;
  /** An end wants to close it; false if it is closed. */
  tryClose(): boolean;
  /** An end has received so many. */
  received(end: End, count: number): void;
  /** An end has taken all that was lent, and wants more. */
  ranDry(end: End): void;
  /** A send of an end is done. */
  accepted(end: End): void;
  /** Somebody at an end waits who may give up. */
  watched(end: End, way: Way): void;
  /** An end has dropped what was lent to it. */
  returned(end: End): void;
  /** A value that had left comes first again. */
  comeBack(value: unknown): void;
  /** An end has given back room, or has not used it. */
  settled(): void;
  /** An end is gone, or no longer needed. */
  released(end: End): void;
}

export class End implements Peer, TriedEnd {
  readonly id: number;
  readonly home: Home;
  readonly crossing: Crossing;
  readonly loan: Loan;
  readonly tries: Tries;
  sent = 0;
  wanted = 0;
  got = 0;
  room = 0;
  /** How many sends of this end stand in line. */
  parked = 0;
  /** Room that it has not used has been asked for. */
  isRevoked = false;
  /** How often the channel was sent there. */
  issued = 0;
  #hasEnded = false;
  /** Receives that wait there and are about to be looked at. */
  #owed = 0;
  readonly #asked: Listener;
  readonly #offered: Listener;

  constructor(id: number, home: Home, crossing: Crossing, counters: Counters | null) {
    this.id = id;
    this.home = home;
    this.crossing = crossing;
    this.loan = new Loan(id, crossing.link, counters);
    this.tries = new Tries(this);
    this.#asked = { ready: (op) => this.#give(op.value as Received<unknown>) };
    this.#offered = { ready: (op) => this.#accepted(op) };
    crossing.link.peers.set(id, this);
  }

  /** For how many sends it has room that it has not used. */
  get credit(): number {
    return Math.max(0, this.room - this.got);
  }

  take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    switch (kind) {
      case wire.VALUE:
        for (let i = from; i < to; i++) this.#come(batch[i]);
        break;
      case wire.PACKED:
        for (let i = from; i < to; i++) this.#come(unwrap(this.crossing, batch[i]));
        break;
      case wire.HOLE:
        this.#hole();
        break;
      case wire.WANT:
        this.#want(batch[from] as number);
        break;
      case wire.RETURN:
        this.loan.returned();
        this.home.returned(this);
        break;
      case wire.REVOKED:
        this.room -= batch[from] as number;
        this.isRevoked = false;
        this.home.settled();
        break;
      case wire.BACK:
        this.home.comeBack(unwrap(this.crossing, batch[from]));
        break;
      case wire.CLOSE:
        if (!this.home.tryClose()) this.crossing.link.tell(wire.CLOSED_TWICE, this.id, []);
        break;
      case wire.RELEASE:
        if (batch[from] !== this.issued) break;
        this.crossing.link.tell(wire.RELEASED, this.id, []);
        this.home.released(this);
        break;
      default:
        this.tries.take(kind, batch[from]);
    }
  }

  /** Lends it a value. */
  lend(value: unknown): void {
    if (this.#owed > 0) {
      this.#owed--;
      this.#say(value);
      return;
    }
    this.loan.add(value, this.wanted);
    this.#say(value);
  }

  /** Asks for room that it has not used. */
  revoke(): void {
    if (this.isRevoked || this.credit === 0) return;
    this.isRevoked = true;
    this.crossing.link.tell(wire.REVOKE, this.id, []);
  }

  /** Lets it send so many more without waiting. */
  grant(count: number): void {
    this.room += count;
    this.crossing.link.add(wire.ROOM, this.id, count);
  }

  watched(way: Way): void {
    this.home.watched(this, way);
  }

  hasReceived(): void {
    this.home.received(this, 1);
  }

  sayClosed(): void {
    this.crossing.link.tell(wire.CLOSE, this.id, []);
  }

  sayEnd(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.crossing.link.tell(wire.END, this.id, []);
  }

  spoiled(_kind: number, _payload: unknown, error: unknown): void {
    // It has left the channel, and its receiver waits for it no more than for the next.
    this.crossing.link.tell(wire.HOLE, this.id, []);
    host.raise(error);
  }

  /** The thread is gone: what waited there leaves, and what was lent comes back. */
  cut(): void {
    this.loan.survive(this.wanted);
    this.tries.cut();
    this.room = this.got;
    this.home.released(this);
  }

  /** It is no longer used. */
  dispose(): void {
    this.loan.dispose();
    this.crossing.link.peers.delete(this.id);
  }

  /** Whether a waiter stands in line for this end. */
  owns(waiter: Waiter): boolean {
    const { ext } = waiter;
    if (ext === null || typeof ext === 'function' || ext.observers === null) return false;
    const { observers } = ext;
    if (observers.includes(this.#asked) || observers.includes(this.#offered)) return true;
    return this.tries.hears(observers);
  }

  #say(value: unknown): void {
    this.sent++;
    try {
      sayValue(this.crossing, this.id, value);
    } catch (error) {
      this.crossing.link.tell(wire.HOLE, this.id, []);
      host.raise(error);
    }
  }

  #want(count: number): void {
    this.wanted += count;
    const taken = this.loan.take(count);
    if (taken < count) this.home.ranDry(this);
    for (this.#owed = count - taken; this.#owed > 0;) {
      this.#owed--;
      this.#ask();
    }
    if (taken > 0) this.home.received(this, taken);
  }

  /** A receive that waits. */
  #ask(): void {
    const received = this.home.poll();
    if (received !== undefined) {
      this.#give(received);
      return;
    }
    const waiter = new Waiter(undefined);
    observe(waiter, this.#asked);
    this.home.stand(RECV, waiter);
  }

  #give({ value, ok }: Received<unknown>): void {
    if (!ok) {
      this.sayEnd();
      return;
    }
    this.#say(value);
    this.home.received(this, 1);
  }

  #come(value: unknown): void {
    if (++this.got <= this.room) {
      this.home.arrive(value);
      this.home.accepted(this);
      return;
    }
    // A send that was under way when it was closed fails there, as those do that wait.
    if (this.home.isClosed) return;
    if (this.home.offer(value)) {
      this.grant(1);
      this.home.accepted(this);
      return;
    }
    const waiter = new Waiter(value);
    observe(waiter, this.#offered);
    this.parked++;
    this.home.stand(SEND, waiter);
  }

  #hole(): void {
    if (++this.got > this.room) this.grant(1);
    else this.home.settled();
  }

  #accepted(op: Pending): void {
    this.parked--;
    if (hasFailed(op)) {
      rareOf(op).observed = true;
      return;
    }
    this.grant(1);
    this.home.accepted(this);
  }
}
