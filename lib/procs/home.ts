/**
 * The home of a channel that has ends at other threads: what is different there from a channel that
 * has not. Part of the buffer may be lent to one end, part of the room promised to one.
 *
 * Invariants:
 *  - what is buffered, lent and promised together is not more than the capacity, but for what had
 *    been handed over already when it had to be put back;
 *  - nobody else receives while something is lent, and it is called back as soon as somebody wants to;
 *  - receivers that wait on a closed channel wait for what is lent or may still come.
 */
import { CLOSED } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import { putBack } from '../kernel/put-back.ts';
import { accept, deliver, type Received, type Waiter } from '../kernel/waiter.ts';
import { dismissReceivers, refuseSenders } from './closing.ts';
import type { End, Home as HomeOfEnds } from './end.ts';
import { Lending } from './lending.ts';
import { callAll, match, recheck } from './meeting.ts';
import { Promising } from './promising.ts';
import { Transfer, unmarked } from './transfer.ts';
import { RECV, SEND, type Way } from './way.ts';

/** The rules of a channel that has no ends elsewhere. */
const plain = Channel.prototype;

let homes = 0;

export class Home implements HomeOfEnds {
  /** Its place in an order of all that have their homes in this thread. */
  readonly rank: number = ++homes;
  readonly channel: Channel<unknown>;
  ends: End[] = [];
  readonly lending: Lending<End>;
  readonly promising: Promising<End>;
  /** A value is between a sender and its place: there is less room than there seems to be. */
  #isMoving = false;
  readonly #free = (): number => this.free;

  constructor(channel: Channel<unknown>) {
    this.channel = channel;
    this.lending = new Lending(channel);
    this.promising = new Promising(channel);
  }

  get isClosed(): boolean {
    return this.channel.state === CLOSED;
  }

  /** Whether somebody here waits. */
  get isWaitedFor(): boolean {
    const { receivers, senders } = this.channel;
    for (const line of [receivers, senders]) {
      for (let one = line.first; one !== null; one = one.after) {
        if (!this.ends.some((end) => end.owns(one as Waiter))) return true;
      }
    }
    return false;
  }

  /** How much room there is for whoever comes. */
  get free(): number {
    const { buffer, capacity } = this.channel;
    return capacity - buffer.length - this.lending.length - this.promising.length;
  }

  /** Somebody here receives, if that needs no waiting. */
  pollHere(): Received<unknown> | undefined {
    this.lending.streak.end();
    const received = this.poll();
    if (received?.ok !== true) return received;
    received.value = unmarked(received.value);
    if (this.isClosed) this.#finish();
    return received;
  }

  /** Whoever polls sees to what follows from it, once the value is on its way. */
  poll(): Received<unknown> | undefined {
    const { channel } = this;
    if (!this.lending.isHome()) return undefined;
    if (this.isClosed && this.promising.length > 0 && channel.buffer.length === 0) return undefined;
    this.#isMoving = true;
    const received = plain.poll.call(channel);
    this.#isMoving = false;
    if (received?.ok === true) this.#freed();
    return received;
  }

  offer(value: unknown): boolean {
    const { receivers, capacity } = this.channel;
    if (this.free > 0 || (receivers.first !== null && this.lending.length === 0)) {
      this.#put(value);
      return true;
    }
    this.promising.revoke();
    if (capacity === 0) callAll(this.ends, RECV);
    return false;
  }

  /** Somebody here sends, if that needs no waiting. Precondition: not closed. */
  offerHere(value: unknown): boolean {
    this.promising.streak.end();
    return this.offer(value);
  }

  arrive(value: unknown): void {
    this.#put(value);
    if (this.isClosed) this.#finish();
  }

  stand(way: Way, waiter: Waiter): void {
    const { receivers, senders, capacity } = this.channel;
    if (way === RECV) {
      receivers.push(waiter);
      this.lending.lessee?.loan.recall();
      if (capacity === 0) callAll(this.ends, SEND);
    } else {
      senders.push(waiter);
      this.promising.revoke();
      if (capacity === 0) callAll(this.ends, RECV);
    }
  }

  /** Somebody here waits. */
  standHere(way: Way, waiter: Waiter): void {
    (way === RECV ? this.lending : this.promising).streak.end();
    this.stand(way, waiter);
  }

  close(): void {
    const { channel } = this;
    if (this.lending.length === 0 && this.promising.length === 0) {
      plain.close.call(channel);
    } else {
      channel.state = CLOSED;
      refuseSenders(channel);
      if (channel.receivers.first !== null) this.lending.lessee?.loan.recall();
      this.promising.revoke();
    }
    for (const end of this.ends) end.sayClosed();
    this.#finish();
  }

  tryClose(): boolean {
    if (this.isClosed) return false;
    this.close();
    return true;
  }

  received(end: End, count: number): void {
    this.lending.streak.by(end, count);
    if (this.channel.receivers.first !== null) this.settled();
    else if (this.isClosed) this.#finish();
    else this.#freed();
    this.lending.received(end, count, this.ends);
  }

  accepted(end: End): void {
    this.promising.streak.by(end, 1);
    if (!this.#isMoving) this.promising.sent(end, this.free);
  }

  watched(end: End, way: Way): void {
    const { channel } = this;
    if (channel.capacity > 0) {
      if (way === RECV) {
        this.ranDry(end);
        this.lending.serveWatchers(this.ends);
      } else {
        this.#freed();
      }
    } else if (!this.isClosed) {
      match(channel, this.ends, end, way);
    }
    if (way === RECV && this.isClosed) this.#finish();
  }

  returned(end: End): void {
    const { buffer } = this.channel;
    end.sent -= end.loan.length;
    for (const value of end.loan.takeBack()) putBack(buffer, value);
    if (this.lending.lessee === end) this.lending.lessee = null;
    this.settled();
  }

  comeBack(value: unknown): void {
    const { buffer, capacity } = this.channel;
    putBack(buffer, value);
    this.settled();
    if (capacity === 0 && buffer.length > 0) callAll(this.ends, RECV);
  }

  settled(): void {
    const { receivers, senders, buffer } = this.channel;
    while (receivers.first !== null && this.lending.length === 0) {
      if (buffer.length > 0) {
        this.#deliver(receivers.shift(), buffer.shift());
      } else {
        const { first } = senders;
        if (first === null || (first.select !== null && first.select === receivers.first.select))
          break;
        const value = this.#accept();
        this.#deliver(receivers.shift(), value);
      }
    }
    this.#freed();
    this.lending.serveWatchers(this.ends);
    if (this.isClosed) this.#finish();
  }

  recheck(way: Way): void {
    recheck(this.ends, way);
  }

  released(end: End): void {
    this.ends = this.ends.filter((one) => one !== end);
    for (const line of [this.channel.receivers, this.channel.senders]) {
      for (let one = line.first; one !== null;) {
        const next = one.after;
        if (end.owns(one)) one.withdraw();
        one = next;
      }
    }
    end.dispose();
    if (this.promising.creditor === end) this.promising.creditor = null;
    for (const { streak } of [this.lending, this.promising]) if (streak.last === end) streak.end();
    this.returned(end);
    this.recheck(RECV);
    this.recheck(SEND);
  }

  /** Takes the value of the sender that has waited longest. Precondition: there is one. */
  #accept(): unknown {
    this.#isMoving = true;
    const value = accept(this.channel.senders.shift());
    this.#isMoving = false;
    return value;
  }

  #deliver(waiter: Waiter, value: unknown): void {
    const isMarked = value instanceof Transfer && !this.ends.some((end) => end.owns(waiter));
    deliver(waiter, isMarked ? unmarked(value) : value, true);
  }

  ranDry(end: End): void {
    this.lending.ranDry(end);
  }

  /** Gives a value to whoever waits for one, or keeps it. Precondition: there is room for it. */
  #put(value: unknown): void {
    const { receivers, buffer } = this.channel;
    if (receivers.first !== null && this.lending.length === 0 && buffer.length === 0) {
      this.#deliver(receivers.shift(), value);
      return;
    }
    if (this.lending.pass(value, this.ends)) return;
    this.channel.buffer.push(value);
    this.lending.serveWatchers(this.ends);
  }

  /** There may be room. */
  #freed(): void {
    const { senders, capacity } = this.channel;
    if (capacity === 0 || this.isClosed) return;
    while (senders.first !== null && this.free > 0) this.#put(this.#accept());
    if (senders.first !== null) this.promising.revoke();
    this.promising.freed(this.ends, this.#free);
  }

  /** If it is closed and nothing will come any more, everybody is told. */
  #finish(): void {
    const { buffer } = this.channel;
    if (!this.isClosed || buffer.length > 0) return;
    if (this.lending.length > 0 || this.promising.length > 0) return;
    dismissReceivers(this.channel);
    for (const end of this.ends) end.sayEnd();
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { channel, ends, lending, promising } = this;
      const { buffer, receivers, senders, capacity } = channel;
      buffer.check();
      receivers.check();
      senders.check();
      if (capacity > 0 && this.free < 0) throw new Error('home: overfull');
      for (const end of ends) {
        if (end.loan.length > 0 && end !== lending.lessee) throw new Error('home: another lessee');
        if (end.credit > 0 && end !== promising.creditor) throw new Error('home: another creditor');
      }
      if (receivers.first === null || lending.length > 0 || this.isClosed) break CHECK;
      if (buffer.length > 0) throw new Error('home: idle receiver');
      if (capacity > 0 && senders.first !== null && promising.length === 0)
        throw new Error('home: missed');
    }
  }
}
