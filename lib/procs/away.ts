/**
 * The remote end of a channel: what it has of the channel, and its talk with the home (see wire.ts).
 *
 * The lines of the channel that it belongs to hold those who wait for good: the home knows each of
 * them, and what it sends for them is theirs. Those who may give up stand in `loose` lines, and the
 * home knows only that there is somebody: they are served by what is lent and by room that is free;
 * on a channel without buffer one of them holds still and tries, when the home calls.
 *
 * Invariants:
 *  - `wanted` counts receives that wait for good, from their beginning, and others when they are
 *    done; `posted` counts the values sent, `done` those of them whose sends are over;
 *  - the buffer holds what is lent and not taken; while there is something nobody waits to receive;
 *  - whoever waits to send for good has had his value posted; while there is room nobody waits;
 *  - `asked` says that the home knows of somebody in a loose line; so it does while there is one,
 *    but for when one is trying.
 */
import { CLOSED } from '../channel-state.ts';
import type { Channel } from '../channel.ts';
import { CloseOfClosedError, SendOnClosedError } from '../kernel/errors.ts';
import * as host from '../kernel/host.ts';
import { WaitQueue } from '../kernel/wait-queue.ts';
import { accept, deliver, refuse, type Waiter } from '../kernel/waiter.ts';
import type { Counters } from './counters.ts';
import { Frozen } from './frozen.ts';
import type { Peer } from './link.ts';
import { sayValue, unwrap, wrap, type Crossing } from './parcel.ts';
import * as wire from './wire.ts';

export const RECV = 0;
export const SEND = 1;
export type Way = typeof RECV | typeof SEND;

export class Away implements Peer {
  readonly id: number;
  readonly channel: Channel<unknown>;
  readonly crossing: Crossing;
  readonly loose: readonly [WaitQueue<Waiter>, WaitQueue<Waiter>];
  wanted = 0;
  posted = 0;
  done = 0;
  room = 0;
  /** It is closed and empty. */
  ended = false;
  /** How often it has come from its home. */
  received = 0;
  readonly #asked: [boolean, boolean] = [false, false];
  /** Whether the home knows that two of those here could meet each other. */
  #saidMeet = false;
  readonly #frozen: [Frozen | null, Frozen | null] = [null, null];
  readonly #counters: Counters | null;
  #slot = -1;
  #lost: Error | null = null;

  constructor(
    id: number,
    channel: Channel<unknown>,
    crossing: Crossing,
    counters: Counters | null,
  ) {
    this.id = id;
    this.channel = channel;
    this.crossing = crossing;
    this.#counters = counters;
    this.loose = [
      new WaitQueue<Waiter>(channel, 'chan receive'),
      new WaitQueue<Waiter>(channel, 'chan send'),
    ];
    crossing.link.peers.set(id, this);
  }

  /** Why nothing comes or goes any more, if the home's thread is gone. */
  get lost(): Error | null {
    return this.#lost;
  }

  /** Whether a send is done at once. */
  get hasRoom(): boolean {
    return this.posted < this.room;
  }

  /** One receive more: of somebody who waits for good, or of a value that is here. */
  want(): void {
    this.wanted++;
    if (this.#slot >= 0) this.#counters?.write(this.#slot, this.wanted);
    this.crossing.link.add(wire.WANT, this.id, 1);
  }

  /** @throws the platform's DataCloneError; then nothing was posted. */
  post(value: unknown): void {
    sayValue(this.crossing, this.id, value);
    this.posted++;
  }

  /** Somebody who may give up waits. */
  standLoose(way: Way, waiter: Waiter): void {
    this.loose[way].push(waiter);
    this.ask(way);
  }

  /** Tells the home that somebody in a loose line waits. */
  ask(way: Way): void {
    if (this.#frozen[way] !== null || this.#lost !== null) return;
    const meet = this.channel.capacity === 0 && canMeet(this.loose);
    if (this.#asked[way] && (!meet || this.#saidMeet)) return;
    this.#asked[way] = true;
    this.#saidMeet = meet;
    this.crossing.link.tell(way === RECV ? wire.WATCH_RECV : wire.WATCH_SEND, this.id, [meet]);
  }

  close(): void {
    if (this.channel.state === CLOSED) throw new CloseOfClosedError();
    this.crossing.link.tell(wire.CLOSE, this.id, []);
    // Those whose values are on their way may still be in time.
    this.channel.state = CLOSED;
    this.#refuse(claimAll(this.loose[SEND]));
  }

  take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    switch (kind) {
      case wire.VALUE:
        for (let i = from; i < to; i++) this.#come(batch[i]);
        this.#answered(RECV);
        break;
      case wire.PACKED:
        for (let i = from; i < to; i++) this.#come(unwrap(this.crossing, batch[i]));
        this.#answered(RECV);
        break;
      case wire.HOLE:
        this.#hole();
        break;
      case wire.ROOM:
        this.room += batch[from] as number;
        this.#goOn();
        this.#answered(SEND);
        break;
      case wire.RECALL:
        this.#giveBack();
        break;
      case wire.REVOKE:
        this.crossing.link.tell(wire.REVOKED, this.id, [Math.max(0, this.room - this.posted)]);
        this.room = Math.min(this.room, this.posted);
        break;
      case wire.READY_RECV:
        this.#ready(RECV);
        break;
      case wire.READY_SEND:
        this.#ready(SEND);
        break;
      case wire.MISSED_RECV:
      case wire.MISSED_SEND:
        this.#missed(kind === wire.MISSED_RECV ? RECV : SEND);
        break;
      case wire.GIVEN:
        this.#given(batch[from]);
        this.#again(RECV);
        break;
      case wire.TAKEN:
        accept(this.#thawed(SEND));
        this.#again(SEND);
        break;
      case wire.CLOSE:
        this.#closed();
        break;
      case wire.END:
        this.#end();
        break;
      case wire.CLOSED_TWICE:
        host.raise(new CloseOfClosedError());
        break;
      case wire.SLOT:
        this.#slot = batch[from] as number;
        this.#counters?.write(this.#slot, this.wanted);
        break;
    }
  }

  spoiled(kind: number, _payload: unknown, error: unknown): void {
    // The send is done for whoever made it; the home has to count it.
    if (kind === wire.VALUE || kind === wire.PACKED)
      this.crossing.link.tell(wire.HOLE, this.id, []);
    host.raise(error);
  }

  /** The home's thread is gone: whoever waits here fails. */
  cut(error: Error): void {
    this.#lost = error;
    const waiting: Waiter[] = [];
    for (const frozen of this.#frozen) if (frozen !== null) waiting.push(frozen.waiter);
    this.#frozen.fill(null);
    const { receivers, senders } = this.channel;
    for (const line of [receivers, senders, ...this.loose]) waiting.push(...claimAll(line));
    for (const one of waiting) if (!(one.select ?? one).done) refuse(one, error);
  }

  #come(value: unknown): void {
    const { receivers, buffer } = this.channel;
    if (receivers.first !== null) {
      deliver(receivers.shift(), value, true);
    } else if (this.loose[RECV].first !== null) {
      this.want();
      deliver(this.loose[RECV].shift(), value, true);
    } else {
      buffer.push(value);
    }
  }

  /** A value was lost on the way: who waited for it waits for the next. */
  #hole(): void {
    if (this.channel.receivers.first !== null) this.want();
  }

  /** There is room: sends that were posted are done, and those in the loose line go ahead. */
  #goOn(): void {
    const { senders } = this.channel;
    const loose = this.loose[SEND];
    while (senders.first !== null && this.done < this.room) {
      this.done++;
      accept(senders.shift());
    }
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

  #giveBack(): void {
    const { buffer } = this.channel;
    while (buffer.length > 0) buffer.shift();
    this.crossing.link.tell(wire.RETURN, this.id, []);
    this.#answered(RECV);
  }

  /** The home calls one who may give up. */
  #ready(way: Way): void {
    this.#asked[way] = false;
    const { id, crossing } = this;
    const { first } = this.loose[way];
    if (first === null) {
      crossing.link.tell(way === RECV ? wire.PASS_RECV : wire.PASS_SEND, id, []);
      return;
    }
    const { value } = first;
    this.#frozen[way] = new Frozen(first);
    if (way === RECV) crossing.link.tell(wire.TRY_RECV, id, []);
    else crossing.link.say(wire.TRY_SEND, id, wrap(crossing, value));
  }

  #missed(way: Way): void {
    const frozen = this.#frozen[way];
    this.#frozen[way] = null;
    frozen?.thaw();
    this.#again(way);
  }

  #given(parcel: unknown): void {
    const waiter = this.#thawed(RECV);
    // Who leaves a loop has to leave at once.
    if ((waiter.select ?? waiter).done) this.crossing.link.say(wire.BACK, this.id, parcel);
    else deliver(waiter, unwrap(this.crossing, parcel), true);
  }

  #thawed(way: Way): Waiter {
    const { waiter } = this.#frozen[way] as Frozen;
    this.#frozen[way] = null;
    return waiter;
  }

  /** The home has answered; if somebody still waits it has to know. */
  #answered(way: Way): void {
    if (!this.#asked[way]) return;
    this.#asked[way] = false;
    this.#again(way);
  }

  #again(way: Way): void {
    if (this.loose[way].first !== null) this.ask(way);
  }

  #closed(): void {
    this.channel.state = CLOSED;
    const refused = claimAll(this.channel.senders).concat(claimAll(this.loose[SEND]));
    const frozen = this.#frozen[SEND];
    this.#frozen[SEND] = null;
    if (frozen !== null) refused.push(frozen.waiter);
    this.#refuse(refused);
  }

  #refuse(senders: readonly Waiter[]): void {
    for (const sender of senders.toReversed()) refuse(sender, new SendOnClosedError());
  }

  #end(): void {
    this.ended = true;
    const frozen = this.#frozen[RECV];
    this.#frozen[RECV] = null;
    const told = claimAll(this.channel.receivers).concat(claimAll(this.loose[RECV]));
    if (frozen !== null && !(frozen.waiter.select ?? frozen.waiter).done) told.push(frozen.waiter);
    for (const receiver of told.reverse()) deliver(receiver, undefined, false);
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { buffer, receivers, senders } = this.channel;
      for (const line of [receivers, senders, ...this.loose]) line.check();
      const waiting = receivers.first ?? this.loose[RECV].first;
      if (buffer.length > 0 && waiting !== null) throw new Error('away: idle receiver');
      if (this.hasRoom && (senders.first ?? this.loose[SEND].first) !== null)
        throw new Error('away: idle sender');
      if (this.#lost !== null) break CHECK;
      for (const way of [RECV, SEND] as const) {
        if (this.loose[way].first === null || this.#frozen[way] !== null) continue;
        if (!this.#asked[way]) throw new Error('away: nobody knows who waits');
      }
    }
  }
}

/** Whether one in either line is not the same select as one in the other. */
function canMeet([receivers, senders]: Away['loose']): boolean {
  if (receivers.first === null || senders.first === null) return false;
  const op = receivers.first.select ?? receivers.first;
  for (const line of [receivers, senders]) {
    for (let one = line.first; one !== null; one = one.after) {
      if ((one.select ?? one) !== op) return true;
    }
  }
  return false;
}

function claimAll(line: WaitQueue<Waiter>): Waiter[] {
  const claimed: Waiter[] = [];
  while (line.first !== null) {
    const waiter = line.shift();
    waiter.select?.withdraw();
    claimed.push(waiter);
  }
  return claimed;
}
