/**
 * The remote end of a channel: what it has of the channel, and its talk with the home (see wire.ts).
 *
 * The lines of the channel that it belongs to hold those who wait for good: the home knows each of
 * them, and what it sends for them is theirs. Those who may give up are in `loose`.
 *
 * Invariants:
 *  - `wanted` counts receives that wait for good, from their beginning, and others when they are
 *    done; `posted` counts the values sent, `done` those of them whose sends are over;
 *  - the buffer holds what is lent and not taken; while there is something nobody waits to receive;
 *  - whoever waits to send for good has had his value posted; while there is room nobody waits;
 *  - the channel is held while somebody waits there. When the program has forgotten it, what remains
 *    here keeps count until the home has forgotten it too, or has sent it here once more.
 */
import { CLOSED, OPEN } from '../channel-state.ts';
import type { Channel } from '../channel.ts';
import { CloseOfClosedError, SendOnClosedError } from '../kernel/errors.ts';
import * as host from '../kernel/host.ts';
import { putBack } from '../kernel/put-back.ts';
import { Ring } from '../kernel/ring.ts';
import { accept, deliver, refuse, type Waiter } from '../kernel/waiter.ts';
import type { Counters } from './counters.ts';
import type { Peer } from './link.ts';
import { Held } from './held.ts';
import { claimAll, Loose } from './loose.ts';
import { sayValue, unwrap, wrap, type Crossing } from './parcel.ts';
import { RECV, SEND, type Way } from './way.ts';
import * as wire from './wire.ts';

export class Away implements Peer {
  readonly id: number;
  readonly crossing: Crossing;
  readonly loose: Loose;
  /** What is lent and not taken. */
  readonly buffer: Ring<unknown> = new Ring<unknown>(8);
  wanted = 0;
  posted = 0;
  done = 0;
  room = 0;
  /** It is closed and empty. */
  ended = false;
  /** How often it has come from its home. */
  received = 0;
  /** Why nothing comes or goes any more, if the home's thread is gone. */
  lost: Error | null = null;
  readonly #counters: Counters | null;
  #slot = -1;
  #state = OPEN;
  readonly #held: Held;
  /** When so many are left of what is lent the home should know. */
  #mark = 0;

  constructor(id: number, crossing: Crossing, counters: Counters | null) {
    this.id = id;
    this.crossing = crossing;
    this.loose = new Loose(id, crossing);
    this.#held = new Held(this.loose);
    this.#counters = counters;
    crossing.link.peers.set(id, this);
  }

  /** The channel, while a program can still use it. */
  get channel(): Channel<unknown> | undefined {
    return this.#held.channel;
  }

  /** Whether a send is done at once. */
  get hasRoom(): boolean {
    return this.posted < this.room;
  }

  /** Gets a channel, the first or another after the last was forgotten. Nobody waits there. */
  attach(channel: Channel<unknown>): void {
    this.#held.attach(channel, this);
    channel.state = this.#state;
  }

  /** The program has forgotten the channel: so may the home, if it has not sent it here again. */
  forget(): void {
    if (this.channel !== undefined) return;
    this.crossing.link.tell(wire.RELEASE, this.id, [this.received]);
  }

  /** Somebody waits now. */
  hold(): void {
    this.#held.hold();
  }

  /** One receive more, of somebody who waits. */
  want(): void {
    this.#want();
    this.crossing.link.add(wire.WANT, this.id, 1);
  }

  /** Takes a value that is here. Precondition: there is one. */
  takeLent(): unknown {
    const { buffer } = this;
    this.#want();
    const value = buffer.shift();
    // The home hears of it in time to send more before the last is gone.
    if (buffer.length === this.#mark) this.crossing.link.add(wire.WANT, this.id, 1);
    else this.crossing.link.addLater(wire.WANT, this.id, 1);
    return value;
  }

  /** A value that was taken has reached nobody: only the home knows who is next. */
  giveBack(value: unknown): void {
    if (this.lost !== null) putBack(this.buffer, value);
    else this.crossing.link.say(wire.BACK, this.id, wrap(this.crossing, value));
  }

  #want(): void {
    this.wanted++;
    if (this.#slot >= 0) this.#counters?.write(this.#slot, this.wanted);
  }

  /** @throws the platform's DataCloneError; then nothing was posted. */
  post(value: unknown): void {
    sayValue(this.crossing, this.id, value);
    this.posted++;
  }

  /** Somebody who may give up waits. */
  standLoose(way: Way, waiter: Waiter): void {
    this.hold();
    this.loose.stand(way, waiter);
  }

  close(): void {
    if (this.#state === CLOSED) throw new CloseOfClosedError();
    this.crossing.link.tell(wire.CLOSE, this.id, []);
    this.#markClosed();
    // Those whose values are on their way, and who tries, may still be in time.
    refuseAll(claimAll(this.loose.lines[SEND]));
  }

  take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    this.#take(kind, batch, from, to);
    this.#held.letGo();
  }

  spoiled(kind: number, _payload: unknown, error: unknown): void {
    // The send is done for whoever made it; the home has to count it.
    if (kind === wire.VALUE || kind === wire.PACKED)
      this.crossing.link.tell(wire.HOLE, this.id, []);
    host.raise(error);
  }

  /** The home's thread is gone: whoever waits here fails. */
  cut(error: Error): void {
    this.lost = error;
    this.loose.isCut = true;
    const waiting = this.#claim(RECV).concat(this.#claim(SEND));
    this.#held.strong = null;
    for (const one of waiting) if (!(one.select ?? one).done) refuse(one, error);
  }

  #take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    const { loose } = this;
    switch (kind) {
      case wire.VALUE:
        for (let i = from; i < to; i++) this.#come(batch[i]);
        this.#mark = this.buffer.length >> 1;
        loose.answered(RECV);
        break;
      case wire.PACKED:
        for (let i = from; i < to; i++) this.#come(unwrap(this.crossing, batch[i]));
        this.#mark = this.buffer.length >> 1;
        loose.answered(RECV);
        break;
      case wire.HOLE:
        // Who waited for it waits for the next.
        if ((this.#held.strong?.receivers.first ?? null) !== null) this.want();
        break;
      case wire.ROOM:
        this.room += batch[from] as number;
        this.#goOn();
        loose.answered(SEND);
        break;
      case wire.RECALL:
        while (this.buffer.length > 0) this.buffer.shift();
        this.crossing.link.tell(wire.RETURN, this.id, []);
        loose.answered(RECV);
        break;
      case wire.REVOKE:
        this.crossing.link.tell(wire.REVOKED, this.id, [Math.max(0, this.room - this.posted)]);
        this.room = Math.min(this.room, this.posted);
        break;
      case wire.GIVEN:
        this.#given(batch[from]);
        break;
      case wire.TAKEN: {
        const sender = loose.served(SEND);
        if (sender !== null) accept(sender);
        loose.again(SEND);
        break;
      }
      case wire.CLOSE:
        this.#markClosed();
        refuseAll(this.#claim(SEND));
        break;
      case wire.END:
        this.ended = true;
        for (const one of this.#claim(RECV).toReversed()) deliver(one, undefined, false);
        break;
      case wire.CLOSED_TWICE:
        host.raise(new CloseOfClosedError());
        break;
      case wire.SLOT:
        this.#slot = batch[from] as number;
        this.#counters?.write(this.#slot, this.wanted);
        break;
      case wire.RELEASED:
        this.crossing.link.peers.delete(this.id);
        break;
      default:
        loose.take(kind, batch[from]);
    }
  }

  #come(value: unknown): void {
    const receivers = this.#held.strong?.receivers;
    const [loose] = this.loose.lines;
    if (receivers !== undefined && receivers.first !== null) {
      deliver(receivers.shift(), value, true);
    } else if (loose.first !== null) {
      this.#want();
      this.crossing.link.addLater(wire.WANT, this.id, 1);
      deliver(loose.shift(), value, true);
    } else {
      this.buffer.push(value);
    }
  }

  #given(parcel: unknown): void {
    const receiver = this.loose.served(RECV);
    // Who leaves a loop has to leave at once.
    if (receiver === null || (receiver.select ?? receiver).done)
      this.crossing.link.say(wire.BACK, this.id, parcel);
    else deliver(receiver, unwrap(this.crossing, parcel), true);
    this.loose.again(RECV);
  }

  /** There is room: sends that were posted are done, and those in the loose line go ahead. */
  #goOn(): void {
    const senders = this.#held.strong?.senders;
    while (senders !== undefined && senders.first !== null && this.done < this.room) {
      this.done++;
      accept(senders.shift());
    }
    const [, loose] = this.loose.lines;
    while (loose.first !== null && this.hasRoom) {
      const { value } = loose.first;
      const sender = loose.shift();
      try {
        this.post(value);
        this.done++;
        accept(sender);
      } catch (error) {
        refuse(sender, error);
      }
    }
  }

  #markClosed(): void {
    this.#state = CLOSED;
    const { channel } = this;
    if (channel !== undefined) channel.state = CLOSED;
  }

  #claim(way: Way): Waiter[] {
    const held = this.#held.strong;
    const claimed = held === null ? [] : claimAll(way === RECV ? held.receivers : held.senders);
    return claimed.concat(this.loose.claim(way));
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { channel } = this;
      if (channel === undefined) break CHECK;
      const { receivers, senders } = channel;
      receivers.check();
      senders.check();
      this.loose.check();
      const [looseReceivers, looseSenders] = this.loose.lines;
      const receiver = receivers.first ?? looseReceivers.first;
      const sender = senders.first ?? looseSenders.first;
      if (this.buffer.length > 0 && receiver !== null) throw new Error('away: idle receiver');
      if (this.hasRoom && sender !== null) throw new Error('away: idle sender');
      if ((receiver ?? sender) !== null && this.#held.strong === null && this.lost === null)
        throw new Error('away: not held');
    }
  }
}

function refuseAll(senders: readonly Waiter[]): void {
  for (const sender of senders.toReversed()) refuse(sender, new SendOnClosedError());
}
