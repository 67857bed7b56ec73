/**
 * Those at a remote end who wait and may give up: selects, receives and sends under a signal, loops.
 *
 * The home knows only that there is somebody. One with a buffer lends a value then, or gives room.
 * One without calls: the first in line holds still and tries, and goes on waiting if it came to
 * nothing. Two at the same remote end meet at the home as well: only there it is known whether one of
 * them could go ahead elsewhere.
 *
 * Two who hold still for each other's channels would both be turned away, and again. So one who is
 * called while he holds still for a home of lower rank answers when that is over; nobody waits for
 * an answer about a lower one, so there is no ring of those who wait. And who tries is drawn by lot
 * after one has tried in vain, so that the same do not get in each other's way for ever.
 *
 * Invariants:
 *  - `asked` says that the home knows of somebody in that line; so it does while there is one, but
 *    for when one is trying;
 *  - while there is no buffer, nobody in one line could meet somebody in the other.
 */
import type { Channel } from '../channel.ts';
import { WaitQueue } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import { kernel } from '../kernel/world.ts';
import { Frozen } from './frozen.ts';
import { RECV, SEND, type Way } from './way.ts';
import { wrap, type Crossing } from './parcel.ts';
import * as wire from './wire.ts';

const NOWHERE = {};

export class Loose {
  /** For those who receive, and those who send. */
  readonly lines: readonly [WaitQueue<Waiter>, WaitQueue<Waiter>] = [
    new WaitQueue<Waiter>(NOWHERE, 'chan receive'),
    new WaitQueue<Waiter>(NOWHERE, 'chan send'),
  ];
  /** The home's thread is gone: nobody is asked. */
  isCut = false;
  readonly #id: number;
  readonly #crossing: Crossing;
  readonly #asked: [boolean, boolean] = [false, false];
  #saidMeet = false;
  #hasMissed = false;
  readonly #frozen: [Frozen | null, Frozen | null] = [null, null];

  constructor(id: number, crossing: Crossing) {
    this.#id = id;
    this.#crossing = crossing;
  }

  /** Nobody waits, or tries. */
  get isEmpty(): boolean {
    const [receivers, senders] = this.lines;
    const [receiving, sending] = this.#frozen;
    return (receivers.first ?? senders.first ?? receiving ?? sending) === null;
  }

  /** The channel whose lines these are; none while it is empty, so that it does not hold one. */
  attach(channel: Channel<unknown> | null): void {
    for (const line of this.lines) (line as { place: object }).place = channel ?? NOWHERE;
  }

  /** Takes a record, if it is about this. */
  take(kind: number, payload: unknown): void {
    switch (kind) {
      case wire.READY_RECV:
        this.#call(RECV, payload as number);
        break;
      case wire.READY_SEND:
        this.#call(SEND, payload as number);
        break;
      case wire.MISSED_RECV:
        this.#missed(RECV);
        break;
      case wire.MISSED_SEND:
        this.#missed(SEND);
        break;
    }
  }

  stand(way: Way, waiter: Waiter): void {
    this.lines[way].push(waiter);
    this.ask(way);
  }

  /** Tells the home that somebody waits. */
  ask(way: Way): void {
    if (this.#frozen[way] !== null || this.isCut) return;
    const meet = canMeet(this.lines) || Frozen.any(this.lines);
    if (this.#asked[way] && (!meet || this.#saidMeet)) return;
    this.#asked[way] = true;
    this.#saidMeet = meet;
    this.#crossing.link.tell(way === RECV ? wire.WATCH_RECV : wire.WATCH_SEND, this.#id, [meet]);
  }

  /** The home has lent a value, or given room; if somebody still waits it has to know. */
  answered(way: Way): void {
    if (!this.#asked[way]) return;
    this.#asked[way] = false;
    this.again(way);
  }

  again(way: Way): void {
    if (this.lines[way].first !== null) this.ask(way);
  }

  /** The home calls; of all homes it has this rank. */
  #call(way: Way, rank: number): void {
    this.#asked[way] = false;
    const chosen = this.#choose(way);
    if (chosen === null) {
      const before = Frozen.below(rank, this.lines[way]);
      if (before !== null) before.later(() => this.#call(way, rank));
      else this.#say(way === RECV ? wire.PASS_RECV : wire.PASS_SEND);
      return;
    }
    const { value } = chosen;
    this.#frozen[way] = new Frozen(chosen, rank);
    if (way === RECV) this.#say(wire.TRY_RECV);
    else this.#crossing.link.say(wire.TRY_SEND, this.#id, wrap(this.#crossing, value));
  }

  /** The first; if the last one to try has met nobody, perhaps another. */
  #choose(way: Way): Waiter | null {
    let one = this.lines[way].first;
    if (!this.#hasMissed) return one;
    while (one?.after != null && kernel.home.choose('order', 2) === 1) one = one.after;
    return one;
  }

  /** Who tried has been served; null if nobody does. */
  served(way: Way): Waiter | null {
    const frozen = this.#frozen[way];
    if (frozen === null) return null;
    this.#frozen[way] = null;
    this.#hasMissed = false;
    frozen.release();
    return frozen.waiter;
  }

  /** It came to nothing. */
  #missed(way: Way): void {
    const frozen = this.#frozen[way];
    if (frozen === null) return;
    this.#frozen[way] = null;
    this.#hasMissed = true;
    frozen.thaw();
    this.again(way);
  }

  /** Everyone there, each out of all his lines. */
  claim(way: Way): Waiter[] {
    const claimed = claimAll(this.lines[way]);
    const frozen = this.served(way);
    if (frozen !== null && !(frozen.select ?? frozen).done) claimed.push(frozen);
    return claimed;
  }

  #say(kind: number): void {
    if (!this.isCut) this.#crossing.link.tell(kind, this.#id, []);
  }

  /** @internal */
  check(): void {
    CHECK: {
      for (const way of [RECV, SEND] as const) {
        this.lines[way].check();
        if (this.lines[way].first === null || this.#frozen[way] !== null || this.isCut) continue;
        if (!this.#asked[way]) throw new Error('loose: nobody knows who waits');
      }
    }
  }
}

/** Whether one in either line is not the same select as one in the other. */
function canMeet([receivers, senders]: Loose['lines']): boolean {
  if (receivers.first === null || senders.first === null) return false;
  const op = receivers.first.select ?? receivers.first;
  for (const line of [receivers, senders]) {
    for (let one = line.first; one !== null; one = one.after) {
      if ((one.select ?? one) !== op) return true;
    }
  }
  return false;
}

/** Takes everyone out of a line, and his other arms out of theirs. */
export function claimAll(line: WaitQueue<Waiter>): Waiter[] {
  const claimed: Waiter[] = [];
  while (line.first !== null) {
    const waiter = line.shift();
    waiter.select?.withdraw();
    claimed.push(waiter);
  }
  return claimed;
}
