/**
 * A remote end of a channel, as its home sees it: what the other thread wants and has sent.
 *
 * Its receives that wait, and its sends that do, stand in the lines of the channel like anybody's:
 * they are served by the channel's own rules. Beyond that it may hold values on loan, which are in
 * the channel still, and room for sends that are then done at once; both only while nobody else
 * receives, or sends, there. Both are called back when they are needed.
 *
 * Invariants:
 *  - `sent` − `wanted` values are lent, if that is more than 0; `loan` has them, oldest first;
 *  - while something is lent no receive of this end stands in line;
 *  - `room` − `got` sends may still come that are done already, if that is more than 0; then no
 *    send of this end stands in line.
 */
import type { Channel } from '../channel.ts';
import { Ring } from '../kernel/ring.ts';
import * as host from '../kernel/host.ts';
import { observe, hasFailed, rareOf, type Listener, type Pending } from '../kernel/op.ts';
import { Waiter, type Received } from '../kernel/waiter.ts';
import type { Peer } from './link.ts';
import { sayValue, unwrap, wrap, type Crossing } from './parcel.ts';
import type { Counters } from './counters.ts';
import { RECV, SEND, type Way } from './way.ts';
import * as wire from './wire.ts';

/** What an end asks of the channel it belongs to. */
export interface Home {
  readonly channel: Channel<unknown>;
  readonly rank: number;
  /** Receives without waiting, if it can. */
  poll(): Received<unknown> | undefined;
  /** Sends without waiting, if it can. Precondition: not closed. */
  offer(value: unknown): boolean;
  /** Puts a waiter in line. */
  stand(way: Way, waiter: Waiter): void;
  /** A value for which there was room has come. */
  arrive(value: unknown): void;
  /** An end wants to close it; false if it is closed. */
  tryClose(): boolean;
  readonly isClosed: boolean;
  readonly isWaitedFor: boolean;
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
  /** Who tries may have nobody left to meet. */
  recheck(way: Way): void;
  /** An end is gone, or no longer needed. */
  released(end: End): void;
}

export class End implements Peer {
  readonly id: number;
  readonly home: Home;
  readonly crossing: Crossing;
  readonly loan: Ring<unknown> = new Ring<unknown>(8);
  sent = 0;
  wanted = 0;
  got = 0;
  room = 0;
  /** How many sends of this end stand in line. */
  parked = 0;
  /** How many values may be lent to it at a time. */
  window = 0;
  /** It has all that may be lent, and gets more when half of that is gone. */
  isServed = false;
  recalling = false;
  revoking = false;
  ended = false;
  /** Whether somebody waits there who may give up; and whether he has been told to try. */
  readonly watching: [boolean, boolean] = [false, false];
  readonly called: [boolean, boolean] = [false, false];
  /** Whether two who wait there, one each way, could meet each other. */
  canMeet = false;
  /** Whether the last who tried has met nobody. */
  hasMissed = false;
  /** What stands in line for who tries. */
  readonly tries: [Waiter | null, Waiter | null] = [null, null];
  /** How often the channel was sent there. */
  issued = 0;
  readonly #counters: Counters | null;
  #slot = -1;
  /** Receives that wait there and are about to be looked at. */
  #owed = 0;
  readonly #asked: Listener;
  readonly #offered: Listener;
  readonly #tried: readonly [Listener, Listener];

  constructor(id: number, home: Home, crossing: Crossing, counters: Counters | null) {
    this.id = id;
    this.home = home;
    this.crossing = crossing;
    this.#counters = counters;
    this.#asked = { ready: (op) => this.#give(op.value as Received<unknown>) };
    this.#offered = { ready: (op) => this.#accepted(op) };
    this.#tried = [
      { ready: (op) => this.#received(op.value as Received<unknown>) },
      { ready: (op) => this.#taken(op) },
    ];
    crossing.link.peers.set(id, this);
  }

  /** How many values are lent. */
  get lent(): number {
    return this.loan.length;
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
        this.recalling = false;
        this.window = 0;
        this.home.returned(this);
        break;
      case wire.REVOKED:
        this.room -= batch[from] as number;
        this.revoking = false;
        this.home.settled();
        break;
      case wire.WATCH_RECV:
      case wire.WATCH_SEND:
        this.canMeet = batch[from] as boolean;
        this.home.watched(this, kind === wire.WATCH_RECV ? RECV : SEND);
        break;
      case wire.PASS_RECV:
      case wire.PASS_SEND:
        this.#reply(kind === wire.PASS_RECV ? RECV : SEND);
        break;
      case wire.TRY_RECV:
        this.#tryRecv();
        break;
      case wire.TRY_SEND:
        this.#trySend(unwrap(this.crossing, batch[from]));
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
    }
  }

  /** Lends it a value. */
  lend(value: unknown): void {
    if (this.#owed > 0) {
      this.#owed--;
      this.#say(value);
      return;
    }
    this.#useCounter();
    this.loan.push(value);
    if (this.lent >= this.window) this.isServed = true;
    this.#say(value);
  }

  /** Asks for the loan. */
  recall(): void {
    if (this.recalling || this.lent === 0) return;
    this.recalling = true;
    this.crossing.link.tell(wire.RECALL, this.id, []);
  }

  /** Asks for room that it has not used. */
  revoke(): void {
    if (this.revoking || this.credit === 0) return;
    this.revoking = true;
    this.crossing.link.tell(wire.REVOKE, this.id, []);
  }

  /** Lets it send so many more without waiting. */
  grant(count: number): void {
    this.room += count;
    this.crossing.link.add(wire.ROOM, this.id, count);
  }

  /** Tells whoever waits there that he may try. */
  call(way: Way): void {
    this.watching[way] = false;
    this.called[way] = true;
    const kind = way === RECV ? wire.READY_RECV : wire.READY_SEND;
    this.crossing.link.tell(kind, this.id, [this.home.rank]);
  }

  /** Whoever tries there has nobody to meet. */
  miss(way: Way): void {
    this.hasMissed = true;
    this.tries[way]?.withdraw();
    this.tries[way] = null;
    this.crossing.link.tell(way === RECV ? wire.MISSED_RECV : wire.MISSED_SEND, this.id, []);
  }

  sayClosed(): void {
    this.crossing.link.tell(wire.CLOSE, this.id, []);
  }

  sayEnd(): void {
    if (this.ended) return;
    this.ended = true;
    this.crossing.link.tell(wire.END, this.id, []);
  }

  spoiled(_kind: number, _payload: unknown, error: unknown): void {
    // It has left the channel, and its receiver waits for it no more than for the next.
    this.crossing.link.tell(wire.HOLE, this.id, []);
    host.raise(error);
  }

  /** The thread is gone: what waited there leaves, and what was lent comes back. */
  cut(): void {
    const { loan } = this;
    // What it had taken before it could say so is gone with it: nobody gets it twice.
    const noted = this.#slot < 0 ? 0 : (this.#counters as Counters).read(this.#slot);
    for (let n = (noted - (this.wanted | 0)) | 0; this.#slot >= 0 && n > 0 && loan.length > 0; n--)
      loan.shift();
    this.watching.fill(false);
    this.called.fill(false);
    for (const way of [RECV, SEND] as const) {
      this.tries[way]?.withdraw();
      this.tries[way] = null;
    }
    this.room = this.got;
    this.home.released(this);
  }

  /** It is no longer used. */
  dispose(): void {
    if (this.#slot >= 0) this.#counters?.giveBack(this.#slot);
    this.#slot = -1;
    this.crossing.link.peers.delete(this.id);
  }

  /** Whether a waiter stands in line for this end. */
  owns(waiter: Waiter): boolean {
    const { ext } = waiter;
    if (ext === null || typeof ext === 'function') return false;
    return (
      ext.observers !== null &&
      [this.#asked, this.#offered, ...this.#tried].some((one) => ext.observers?.includes(one))
    );
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
    const { loan } = this;
    this.wanted += count;
    const taken = Math.min(count, loan.length);
    for (let i = 0; i < taken; i++) loan.shift();
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

  #reply(way: Way): void {
    this.called[way] = false;
    this.home.recheck(way === RECV ? SEND : RECV);
  }

  #tryRecv(): void {
    this.called[RECV] = false;
    const received = this.home.poll();
    if (received !== undefined) {
      this.#received(received);
    } else {
      const waiter = new Waiter(undefined);
      observe(waiter, this.#tried[RECV]);
      this.tries[RECV] = waiter;
      this.home.stand(RECV, waiter);
      this.home.recheck(RECV);
    }
    this.home.recheck(SEND);
  }

  #received({ value, ok }: Received<unknown>): void {
    this.tries[RECV] = null;
    this.hasMissed = false;
    if (!ok) {
      this.sayEnd();
      return;
    }
    try {
      const parcel = wrap(this.crossing, value);
      this.crossing.link.say(wire.GIVEN, this.id, parcel);
      this.home.received(this, 1);
    } catch (error) {
      this.crossing.link.tell(wire.MISSED_RECV, this.id, []);
      host.raise(error);
    }
  }

  #trySend(value: unknown): void {
    this.called[SEND] = false;
    // The news of a close is on its way, and he who tries fails by it.
    if (!this.home.isClosed) {
      if (this.home.offer(value)) {
        this.crossing.link.tell(wire.TAKEN, this.id, []);
      } else {
        const waiter = new Waiter(value);
        observe(waiter, this.#tried[SEND]);
        this.tries[SEND] = waiter;
        this.home.stand(SEND, waiter);
        this.home.recheck(SEND);
      }
    }
    this.home.recheck(RECV);
  }

  #taken(op: Pending): void {
    this.tries[SEND] = null;
    this.hasMissed = false;
    if (hasFailed(op)) rareOf(op).observed = true;
    else this.crossing.link.tell(wire.TAKEN, this.id, []);
  }

  /** The remote end notes there what it takes, before it says so. */
  #useCounter(): void {
    if (this.#slot >= 0 || this.#counters === null) return;
    this.#slot = this.#counters.take();
    if (this.#slot < 0) return;
    this.#counters.write(this.#slot, this.wanted);
    this.crossing.link.tell(wire.SLOT, this.id, [this.#slot]);
  }
}
