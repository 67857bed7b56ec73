/**
 * A feed whose source gives when it is asked: it is asked for one value at a time, and only when there
 * is somebody or some room for it. So a slow reader slows the source.
 *
 * Invariants, beside those of an intake:
 *  - `fetching` exactly while the source owes an answer, or is about to be asked;
 *  - while it is open and not fetching, nobody waits and the buffer is full;
 *  - `fetch` is there only while it is open.
 *
 * Whoever looks and does not wait counts as well (`missed`): or who only ever asks `tryRecv` would
 * never get anything. So one value more than there is room for may be held.
 *
 * The source is asked from a microtask: its code must not run while a select stands in its lines.
 */
import * as host from '../kernel/host.ts';
import type { Signal } from '../kernel/abort.ts';
import type { Received, Waiter } from '../kernel/waiter.ts';
import { Intake, type StopSource } from './intake.ts';

/** Asks the source for one value; it answers by `arrive`, `end` or `fail`, now or later. */
export type Fetch = () => void;

export class Draw<T> extends Intake<T> {
  #fetch: Fetch | null = null;
  #fetching = false;
  #missed = false;

  /** Begins to draw, unless the signal has aborted before. Precondition: called once. */
  draw(fetch: Fetch, stopSource: StopSource, signal: Signal | undefined): void {
    if (!this.begin(stopSource, signal)) {
      stopSource(signal?.reason);
      return;
    }
    this.#fetch = fetch;
    this.#ask();
  }

  /** The source has answered. A value that comes after the end can still be received. */
  arrive(value: T): void {
    this.#fetching = false;
    this.#missed = false;
    if (!this.isOpen || !this.offer(value)) this.stash(value);
    this.#ask();
  }

  /** One that is over and is still held does not hold its source. */
  protected override leave(): StopSource | null {
    this.#fetch = null;
    return super.leave();
  }

  /** @internal */
  override poll(): Received<T> | undefined {
    const received = super.poll();
    if (received === undefined) this.#missed = true;
    this.#ask();
    return received;
  }

  /** @internal */
  override ready(): boolean {
    if (super.ready()) return true;
    this.#missed = true;
    this.#ask();
    return false;
  }

  /** @internal */
  override enqueue(waiter: Waiter): void {
    super.enqueue(waiter);
    this.#ask();
  }

  get #isWanted(): boolean {
    const { buffer, capacity, receivers } = this;
    return receivers.first !== null || buffer.length < capacity || this.#missed;
  }

  #ask(): void {
    if (this.#fetching || !this.isOpen || !this.#isWanted) return;
    this.#fetching = true;
    host.microtask(() => this.#go());
  }

  #go(): void {
    const { world } = this;
    // It counts as an operation: or a loop over what is always at hand would starve the host.
    const isLate = world.spent || (--world.budget < 0 && world.controller === null && world.turn());
    if (isLate) world.late.push(() => this.#go());
    else this.#fetch?.();
  }

  /** @internal */
  override check(): void {
    CHECK: {
      super.check();
      if (this.isOpen && !this.#fetching && this.#isWanted) throw new Error('draw: idle');
    }
  }
}
