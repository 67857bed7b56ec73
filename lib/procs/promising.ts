/**
 * What a channel promises of its room: to one end at a time, while that is the only one to send, or to
 * one who may give up and waits for just that.
 *
 * Invariant: room is promised to `creditor` alone.
 */
import { OPEN } from '../channel-state.ts';
import type { Channel } from '../channel.ts';
import { STREAK } from './lending.ts';
import type { Meets } from './meeting.ts';
import { Streak } from './streak.ts';
import { SEND } from './way.ts';

/** As much of an end as may be promised room. */
export interface Creditor extends Meets {
  /** How much room it has that it has not used, and whether it has been asked for that. */
  readonly credit: number;
  readonly isRevoked: boolean;
  /** How many of its sends stand in line: they come first. */
  readonly parked: number;
  grant(count: number): void;
  revoke(): void;
}

export class Promising<C extends Creditor> {
  creditor: C | null = null;
  /** Who sends. */
  readonly streak: Streak<C> = new Streak();
  readonly #channel: Channel<unknown>;

  constructor(channel: Channel<unknown>) {
    this.#channel = channel;
  }

  /** How much is promised. */
  get length(): number {
    return this.creditor === null ? 0 : this.creditor.credit;
  }

  /** Somebody else needs it. */
  revoke(): void {
    this.creditor?.revoke();
  }

  /** There may be room: `free` says how much is neither used, nor lent, nor promised. */
  freed(ends: readonly C[], free: () => number): void {
    for (const end of ends) {
      if (!end.tries.watching[SEND]) continue;
      if (!this.#isFreeFor(end)) {
        this.creditor?.revoke();
      } else if (free() > 0 && end.parked === 0 && !end.isRevoked) {
        end.tries.watching[SEND] = false;
        this.creditor = end;
        end.grant(1);
      }
    }
    const { last } = this.streak;
    if (last !== null) this.sent(last, free());
  }

  /** An end has sent: if it alone does, it is promised what is free. */
  sent(end: C, free: number): void {
    const { capacity, senders, state } = this.#channel;
    if (this.streak.of(end) < STREAK || end.parked > 0 || senders.first !== null) return;
    if (capacity === 0 || state !== OPEN || end.isRevoked || !this.#isFreeFor(end)) return;
    // Not one by one as they are received: each message costs as much as many values.
    if (free < Math.max(1, capacity >> 2)) return;
    this.creditor = end;
    end.grant(free);
  }

  #isFreeFor(end: C): boolean {
    return this.creditor === end || this.length === 0;
  }
}
