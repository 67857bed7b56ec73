/**
 * The channel behind a feed: something else puts values in, or goroutines of ours that may fail send.
 *
 * Invariants:
 *  - a closed one that is `broken` has ended with `error`; nobody waits at either;
 *  - `stopSource` and `signal` are there, and it watches the signal, only while it is open: who ends
 *    it, from whichever side, leaves nothing behind on the other.
 *
 * A source that says something after the end is not heard. Whoever ends it is done with it before
 * any code of the source's runs, which may call back.
 */
import { CLOSED, OPEN } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import type { Signal, WaitOptions } from '../kernel/abort.ts';
import { SendOnClosedError } from '../kernel/errors.ts';
import type { Op } from '../kernel/op.ts';
import { Ring } from '../kernel/ring.ts';
import { wait } from '../kernel/wait.ts';
import { refuse, type Received, type Waiter } from '../kernel/waiter.ts';
import type { Feed } from './feed.ts';
import { addWatcher, removeWatcher, type Watcher } from './watch.ts';

/** Lets go of a source; what the reader's reason is, if there is one. */
export type StopSource = (reason: unknown) => void;

export class Intake<T> extends Channel<T> implements Feed<T>, Watcher {
  dropped = 0;
  #broken = false;
  #error: unknown = undefined;
  #stopSource: StopSource | null = null;
  #signal: Signal | undefined = undefined;

  /** @param name what reports call it. */
  constructor(capacity: number, name: string) {
    super(capacity, { name });
    // Even one without a capacity may hold something: what was on its way when a reader gave up.
    (this as { buffer: Ring<T> }).buffer = new Ring<T>(8);
  }

  /**
   * From now on it has a source. Says whether to start that: not if the signal has aborted before.
   * Precondition: called once.
   */
  begin(stopSource: StopSource, signal: Signal | undefined): boolean {
    if (signal?.aborted === true) {
      this.fail(signal.reason);
      return false;
    }
    this.#stopSource = stopSource;
    this.#signal = signal;
    if (signal !== undefined) addWatcher(signal, this);
    return true;
  }

  /** From now on there is always room. */
  unbind(): void {
    (this as { capacity: number }).capacity = Infinity;
  }

  get isOpen(): boolean {
    return this.state === OPEN;
  }

  /** The source has ended. */
  end(): void {
    if (this.leave() !== null) super.close();
  }

  /** The source has failed. */
  fail(error: unknown): void {
    if (this.state !== OPEN) return;
    this.leave();
    this.#broken = true;
    this.#error = error;
    this.state = CLOSED;
    const { receivers, senders } = this;
    while (receivers.first !== null) reject(receivers.shift(), error);
    while (senders.first !== null) reject(senders.shift(), new SendOnClosedError());
  }

  /**
   * Puts a value in, whether there is room or not. By the door that all take: a recording stands there,
   * and has to know of each value that is inside. Precondition: nobody waits for one.
   */
  stash(value: T): void {
    const { buffer, capacity } = this;
    (this as { capacity: number }).capacity = buffer.length + 1;
    this.offer(value);
    (this as { capacity: number }).capacity = capacity;
  }

  /** It has failed by itself: the source is let go of. */
  breakOff(error: unknown): void {
    const stop = this.#stopSource;
    this.fail(error);
    stop?.(error);
  }

  /** The reader stops it. */
  override close(): void {
    const stop = this.leave();
    if (stop === null) return;
    super.close();
    stop(undefined);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal The signal has aborted. */
  aborted(): void {
    this.breakOff(this.#signal?.reason);
  }

  override recv(options?: WaitOptions): Op<Received<T>> {
    if (!this.#broken) return super.recv(options);
    this.world.budget--;
    return wait<Received<T>>(this, options);
  }

  /** @internal */
  override poll(): Received<T> | undefined {
    const received = super.poll();
    const { buffer } = this;
    // Gives back the memory of a crowd that is gone: there may be no bound to it.
    if (buffer.length === 0 && buffer.mask > 1023) buffer.resize(8);
    if (received?.ok === false && this.#broken) throw this.#error;
    return received;
  }

  /** Lets go of the signal; gives how to let go of the source, or null if it has none any more. */
  protected leave(): StopSource | null {
    const stop = this.#stopSource;
    this.#stopSource = null;
    if (this.#signal !== undefined) removeWatcher(this.#signal, this);
    this.#signal = undefined;
    return stop;
  }

  /** @internal */
  override check(): void {
    CHECK: {
      const { buffer, receivers, state } = this;
      buffer.check();
      receivers.check();
      this.senders.check();
      if (this.senders.first !== null && (buffer.length < this.capacity || state !== OPEN))
        throw new Error('intake: idle sender');
      if (receivers.first !== null && (buffer.length > 0 || state !== OPEN))
        throw new Error('intake: idle receiver');
      if (state !== OPEN && this.#stopSource !== null) throw new Error('intake: source');
    }
  }
}

/** Takes a waiter out of all its lines, and lets it fail. */
function reject(waiter: Waiter, error: unknown): void {
  waiter.select?.withdraw();
  refuse(waiter, error);
}
