/**
 * The home of a channel that has ends at other threads: what is different there from a channel that
 * has not. Part of the buffer may be lent to one end, part of the room promised to one.
 *
 * Invariants:
 *  - what is buffered, lent and promised together is not more than the capacity, but for what had
 *    been handed over already when it had to be put back;
 *  - what is lent is older than all in the buffer, and `lessee` has all of it: so nobody else
 *    receives while something is lent, and it is called back as soon as somebody wants to;
 *  - room is promised to `creditor` alone;
 *  - receivers that wait on a closed channel wait for what is lent or may still come.
 */
import { CLOSED } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import { putBack } from '../kernel/put-back.ts';
import { accept, deliver, type Received, type Waiter } from '../kernel/waiter.ts';
import { dismissReceivers, refuseSenders } from './closing.ts';
import type { End, Home as HomeOfEnds } from './end.ts';
import { callAll, match, recheck } from './meeting.ts';
import { Streak } from './streak.ts';
import { Transfer, unmarked } from './transfer.ts';
import { RECV, SEND, type Way } from './way.ts';

/** The rules of a channel that has no ends elsewhere. */
const plain = Channel.prototype;

/** So many in a row at one end, and nobody else's in between, make a loan worth while. */
const STREAK = 4;

let homes = 0;

export class Home implements HomeOfEnds {
  /** Its place in an order of all that have their homes in this thread. */
  readonly rank: number = ++homes;
  readonly channel: Channel<unknown>;
  ends: End[] = [];
  lessee: End | null = null;
  creditor: End | null = null;
  readonly #received: Streak<End> = new Streak();
  readonly #sent: Streak<End> = new Streak();
  /** A value is between a sender and its place: there is less room than there seems to be. */
  #isMoving = false;

  constructor(channel: Channel<unknown>) {
    this.channel = channel;
  }

  get isClosed(): boolean {
    return this.channel.state === CLOSED;
  }

  get lent(): number {
    return this.lessee === null ? 0 : this.lessee.loan.length;
  }

  get promised(): number {
    return this.creditor === null ? 0 : this.creditor.credit;
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

  get hasRoom(): boolean {
    const { buffer, capacity } = this.channel;
    return buffer.length + this.lent + this.promised < capacity;
  }

  /** Somebody here receives, if that needs no waiting. */
  pollHere(): Received<unknown> | undefined {
    this.#received.end();
    const received = this.poll();
    if (received?.ok !== true) return received;
    received.value = unmarked(received.value);
    if (this.isClosed) this.#finish();
    return received;
  }

  /** Whoever polls sees to what follows from it, once the value is on its way. */
  poll(): Received<unknown> | undefined {
    const { channel, lessee } = this;
    if (lessee !== null) {
      if (lessee.loan.length > 0) {
        lessee.loan.recall();
        return undefined;
      }
      this.lessee = null;
    }
    if (this.isClosed && this.promised > 0 && channel.buffer.length === 0) return undefined;
    this.#isMoving = true;
    const received = plain.poll.call(channel);
    this.#isMoving = false;
    if (received?.ok === true) this.#freed();
    return received;
  }

  offer(value: unknown): boolean {
    const { receivers, capacity } = this.channel;
    if (receivers.first !== null && this.lent === 0) {
      this.#deliver(receivers.shift(), value);
      return true;
    }
    if (this.hasRoom) {
      this.#put(value);
      return true;
    }
    this.creditor?.revoke();
    if (capacity === 0) callAll(this.ends, RECV);
    return false;
  }

  /** Somebody here sends, if that needs no waiting. Precondition: not closed. */
  offerHere(value: unknown): boolean {
    this.#sent.end();
    return this.offer(value);
  }

  arrive(value: unknown): void {
    const { receivers, buffer } = this.channel;
    if (receivers.first !== null && this.lent === 0 && buffer.length === 0) {
      this.#deliver(receivers.shift(), value);
    } else {
      this.#put(value);
    }
    if (this.isClosed) this.#finish();
  }

  stand(way: Way, waiter: Waiter): void {
    const { receivers, senders, capacity } = this.channel;
    if (way === RECV) {
      receivers.push(waiter);
      this.lessee?.loan.recall();
      if (capacity === 0) callAll(this.ends, SEND);
    } else {
      senders.push(waiter);
      this.creditor?.revoke();
      if (capacity === 0) callAll(this.ends, RECV);
    }
  }

  /** Somebody here waits. */
  standHere(way: Way, waiter: Waiter): void {
    (way === RECV ? this.#received : this.#sent).end();
    this.stand(way, waiter);
  }

  close(): void {
    const { channel } = this;
    if (this.lent === 0 && this.promised === 0) {
      plain.close.call(channel);
    } else {
      channel.state = CLOSED;
      refuseSenders(channel);
      if (channel.receivers.first !== null) this.lessee?.loan.recall();
      this.creditor?.revoke();
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
    const { channel } = this;
    this.#received.by(end, count);
    if (channel.receivers.first !== null) this.settled();
    else if (this.isClosed) this.#finish();
    else this.#freed();
    if (this.lessee !== null && this.lessee !== end && this.lent === 0) this.lessee = null;
    if (this.#received.of(end) < STREAK || channel.capacity === 0 || end.loan.isRecalled) return;
    if (this.lessee === null && channel.receivers.first === null) this.lessee = end;
    if (this.lessee !== end) return;
    // As much more at a time as it has taken meanwhile: so it doubles with each exchange.
    this.#widen(end, count);
    this.#lend(end);
  }

  accepted(end: End): void {
    this.#sent.by(end, 1);
    if (!this.#isMoving) this.#promise(end);
  }

  watched(end: End, way: Way): void {
    const { channel } = this;
    if (channel.capacity > 0) {
      if (way === RECV) {
        this.ranDry(end);
        this.#serveWatchers();
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
    if (this.lessee === end) this.lessee = null;
    this.settled();
  }

  comeBack(value: unknown): void {
    putBack(this.channel.buffer, value);
    this.settled();
  }

  settled(): void {
    const { receivers, senders, buffer } = this.channel;
    while (receivers.first !== null && this.lent === 0) {
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
    this.#serveWatchers();
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
    if (this.creditor === end) this.creditor = null;
    for (const streak of [this.#received, this.#sent]) if (streak.last === end) streak.end();
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

  /** Precondition: there is room. */
  #put(value: unknown): void {
    const { channel, lessee } = this;
    const { buffer } = channel;
    if (lessee !== null && buffer.length === 0 && this.#mayLend(lessee, value)) {
      lessee.lend(value);
      return;
    }
    buffer.push(value);
    this.#serveWatchers();
  }

  /**
   * Whether it may be lent one more, and nobody elsewhere waits for it. What moves moves once, and
   * for good: it cannot be lent.
   */
  #mayLend(end: End, value: unknown): boolean {
    if (value instanceof Transfer || !end.loan.mayGrow) return false;
    for (const one of this.ends) if (one.tries.watching[RECV] && one !== end) return false;
    return true;
  }

  /** It has come to the end of what was lent: it may have more at a time. */
  ranDry(end: End): void {
    if (this.#received.of(end) >= STREAK) this.#widen(end, end.loan.window);
  }

  #widen(end: End, by: number): void {
    const { loan } = end;
    loan.window = Math.min(this.channel.capacity, Math.max(STREAK, loan.window + by));
  }

  #lend(end: End): void {
    const { buffer } = this.channel;
    while (buffer.length > 0 && this.#mayLend(end, buffer.slots[buffer.head])) {
      end.lend(buffer.shift());
    }
  }

  /** Lends the oldest value to one of those who may give up. The next has it when that one has. */
  #serveWatchers(): void {
    const { buffer, capacity } = this.channel;
    if (capacity === 0 || !this.ends.some((end) => end.tries.watching[RECV])) return;
    if (this.lent > 0) {
      const holder = this.lessee as End;
      holder.tries.watching[RECV] = false;
      if (this.ends.some((end) => end.tries.watching[RECV])) holder.loan.recall();
      return;
    }
    if (buffer.length === 0) return;
    // Who is about to give back what he has would give back this, too: he is served after that.
    const watchers = this.ends.filter((end) => end.tries.watching[RECV] && !end.loan.isRecalled);
    if (watchers.length === 0) return;
    const end = watchers[this.channel.world.choose('order', watchers.length)] as End;
    end.tries.watching[RECV] = false;
    if (buffer.slots[buffer.head] instanceof Transfer) {
      end.tries.call(RECV);
      return;
    }
    this.lessee = end;
    end.lend(buffer.shift());
    if (watchers.length > 1) end.loan.recall();
  }

  /** There may be room. */
  #freed(): void {
    const { channel } = this;
    const { senders, capacity } = channel;
    if (capacity === 0 || this.isClosed) return;
    while (senders.first !== null && this.hasRoom) this.#put(this.#accept());
    for (const end of this.ends) {
      if (!end.tries.watching[SEND]) continue;
      const free = this.creditor === null || this.creditor === end || this.promised === 0;
      if (!free) {
        this.creditor?.revoke();
      } else if (this.hasRoom && end.parked === 0) {
        end.tries.watching[SEND] = false;
        this.creditor = end;
        end.grant(1);
      }
    }
    const { last } = this.#sent;
    if (last !== null) this.#promise(last);
  }

  #promise(end: End): void {
    const { capacity, senders, buffer } = this.channel;
    if (this.#sent.of(end) < STREAK || end.parked > 0 || senders.first !== null) return;
    if (capacity === 0 || this.isClosed || end.isRevoked) return;
    if (this.creditor !== null && this.creditor !== end && this.promised > 0) return;
    const others = this.creditor === end ? end.credit : 0;
    const room = capacity - buffer.length - this.lent - others;
    if (room < Math.max(1, capacity >> 2)) return;
    this.creditor = end;
    end.grant(room);
  }

  /** If it is closed and nothing will come any more, everybody is told. */
  #finish(): void {
    const { buffer } = this.channel;
    if (!this.isClosed || this.lent > 0 || this.promised > 0 || buffer.length > 0) return;
    dismissReceivers(this.channel);
    for (const end of this.ends) end.sayEnd();
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { channel, ends, lessee, creditor } = this;
      const { buffer, receivers, senders, capacity } = channel;
      buffer.check();
      receivers.check();
      senders.check();
      if (capacity > 0 && buffer.length + this.lent + this.promised > capacity)
        throw new Error('home: overfull');
      for (const end of ends) {
        if (end.loan.length > 0 && end !== lessee) throw new Error('home: another lessee');
        if (end.credit > 0 && end !== creditor) throw new Error('home: another creditor');
      }
      if (receivers.first === null || this.lent > 0 || this.isClosed) break CHECK;
      if (buffer.length > 0) throw new Error('home: idle receiver');
      if (capacity > 0 && senders.first !== null && this.promised === 0)
        throw new Error('home: missed');
    }
  }
}
