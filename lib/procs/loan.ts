/**
 * The values that are lent to a remote end: they are in the channel still, before all others.
 *
 * As many may be lent at a time as its window says. It gets more when half of them are gone, and not
 * one by one as it takes them, since each message costs as much as many values.
 *
 * Invariants:
 *  - `values` are those that it has not said to have taken, oldest first;
 *  - while they are being called back nothing is lent to it.
 */
import { Ring } from '../kernel/ring.ts';
import type { Counters } from './counters.ts';
import type { Link } from './link.ts';
import * as wire from './wire.ts';

export class Loan {
  readonly values: Ring<unknown> = new Ring<unknown>(8);
  window = 0;
  isRecalled = false;
  readonly #id: number;
  readonly #link: Link;
  readonly #counters: Counters | null;
  #isServed = false;
  #slot = -1;

  constructor(id: number, link: Link, counters: Counters | null) {
    this.#id = id;
    this.#link = link;
    this.#counters = counters;
  }

  get length(): number {
    return this.values.length;
  }

  /** Whether it may have one more now. */
  get mayGrow(): boolean {
    const { length, window } = this;
    if (2 * length <= window) this.#isServed = false;
    return !this.#isServed && !this.isRecalled;
  }

  /** One more; of all receives of that end so many are wanted. */
  add(value: unknown, wanted: number): void {
    if (this.#slot < 0) this.#useCounter(wanted);
    this.values.push(value);
    if (this.length >= this.window) this.#isServed = true;
  }

  /** It has taken up to so many; gives how many those are. */
  take(most: number): number {
    const count = Math.min(most, this.length);
    for (let i = 0; i < count; i++) this.values.shift();
    return count;
  }

  /** Asks for it. */
  recall(): void {
    if (this.isRecalled || this.length === 0) return;
    this.isRecalled = true;
    this.#link.tell(wire.RECALL, this.#id, []);
  }

  /** It has been dropped there, but for what is said to be taken. */
  returned(): void {
    this.isRecalled = false;
    this.window = 0;
  }

  /** Takes back what is left, youngest first. */
  *takeBack(): Generator<unknown, void, void> {
    const values: unknown[] = [];
    while (this.length > 0) values.push(this.values.shift());
    yield* values.toReversed();
  }

  /**
   * The thread is gone. What it had taken before it could say so is gone with it: nobody gets it
   * twice. It had said that it wants so many.
   */
  survive(wanted: number): void {
    if (this.#slot < 0 || this.#counters === null) return;
    // The counter has 32 bits.
    this.take(Math.max(0, (this.#counters.read(this.#slot) - (wanted | 0)) | 0));
  }

  dispose(): void {
    if (this.#slot >= 0) this.#counters?.giveBack(this.#slot);
    this.#slot = -1;
  }

  /** The remote end notes there what it takes, before it says so. */
  #useCounter(wanted: number): void {
    if (this.#counters === null) return;
    this.#slot = this.#counters.take();
    if (this.#slot < 0) return;
    this.#counters.write(this.#slot, wanted);
    this.#link.tell(wire.SLOT, this.#id, [this.#slot]);
  }
}
