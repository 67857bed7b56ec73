/**
 * What a channel lends of its buffer: to one end at a time, while that is the only one to receive, or
 * to one who may give up and waits for just that.
 *
 * Invariant: what is lent is older than all in the buffer, and `lessee` has all of it.
 */
import type { Channel } from '../channel.ts';
import type { Meets } from './meeting.ts';
import type { Loan } from './loan.ts';
import { Streak } from './streak.ts';
import { Transfer } from './transfer.ts';
import { RECV } from './way.ts';

/** As much of an end as may be lent to. */
export interface Borrower extends Meets {
  readonly loan: Loan;
  lend(value: unknown): void;
}

/** So many in a row at one end, and nobody else's in between, make it worth while. */
export const STREAK = 4;

export class Lending<B extends Borrower> {
  lessee: B | null = null;
  /** Who receives. */
  readonly streak: Streak<B> = new Streak();
  readonly #channel: Channel<unknown>;

  constructor(channel: Channel<unknown>) {
    this.#channel = channel;
  }

  /** How much is lent. */
  get length(): number {
    return this.lessee === null ? 0 : this.lessee.loan.length;
  }

  /** Somebody wants to receive: true if all is here, else it is called back. */
  isHome(): boolean {
    if (this.length === 0) {
      this.lessee = null;
      return true;
    }
    this.lessee?.loan.recall();
    return false;
  }

  /** An end has received so many: if it alone does, it is lent more. */
  received(end: B, count: number, ends: readonly B[]): void {
    if (this.lessee !== end && this.length === 0) this.lessee = null;
    const { capacity, receivers } = this.#channel;
    if (this.streak.of(end) < STREAK || capacity === 0 || end.loan.isRecalled) return;
    if (this.lessee === null && receivers.first === null) this.lessee = end;
    if (this.lessee !== end) return;
    // As much more at a time as it has taken meanwhile: so it doubles with each exchange.
    this.#widen(end, count);
    const { buffer } = this.#channel;
    while (buffer.length > 0 && this.#mayLend(end, buffer.slots[buffer.head], ends)) {
      end.lend(buffer.shift());
    }
  }

  /** An end has come to the end of what was lent: it may have more at a time. */
  ranDry(end: B): void {
    if (this.streak.of(end) >= STREAK) this.#widen(end, end.loan.window);
  }

  /** Lends a value that has just come, if it need not stand in the buffer; says whether it did. */
  pass(value: unknown, ends: readonly B[]): boolean {
    const { lessee } = this;
    if (lessee === null || this.#channel.buffer.length > 0) return false;
    if (!this.#mayLend(lessee, value, ends)) return false;
    lessee.lend(value);
    return true;
  }

  /** Lends the oldest value to one of those who may give up. The next has it when that one has. */
  serveWatchers(ends: readonly B[]): void {
    const { buffer, capacity, world } = this.#channel;
    if (capacity === 0 || !ends.some(isWatching)) return;
    if (this.length > 0) {
      const holder = this.lessee as B;
      holder.tries.watching[RECV] = false;
      if (ends.some(isWatching)) holder.loan.recall();
      return;
    }
    if (buffer.length === 0) return;
    // Who is about to give back what he has would give back this, too: he is served after that.
    const watchers = ends.filter((end) => isWatching(end) && !end.loan.isRecalled);
    if (watchers.length === 0) return;
    const end = watchers[world.choose('order', watchers.length)] as B;
    end.tries.watching[RECV] = false;
    // What moves moves once, and for good: it cannot be lent.
    if (buffer.slots[buffer.head] instanceof Transfer) {
      end.tries.call(RECV);
      return;
    }
    this.lessee = end;
    end.lend(buffer.shift());
    if (watchers.length > 1) end.loan.recall();
  }

  /** Whether an end may be lent one more, and nobody elsewhere waits for it. */
  #mayLend(end: B, value: unknown, ends: readonly B[]): boolean {
    if (value instanceof Transfer || !end.loan.mayGrow) return false;
    for (const one of ends) if (one !== end && isWatching(one)) return false;
    return true;
  }

  #widen({ loan }: B, by: number): void {
    loan.window = Math.min(this.#channel.capacity, Math.max(STREAK, loan.window + by));
  }
}

function isWatching({ tries }: Meets): boolean {
  return tries.watching[RECV];
}
