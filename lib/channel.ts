/**
 * The channel: a FIFO of values with two lines of waiters.
 *
 * Invariants (CH-42):
 *  - the buffer never holds more than `capacity` values, but for what was given back to it;
 *  - while a value is in the buffer nobody waits to receive;
 *  - while there is room in the buffer nobody waits to send;
 *  - both lines are in use only when selects both send and receive on the same unbuffered channel;
 *  - nobody waits on a closed channel, and nobody stands in a line of the nil channel.
 *
 * So an operation has to look at one place only. A receive takes the head of the buffer and lets
 * the sender that waited longest fill the tail in the same step (CH-22); no operation that can go
 * ahead lets anybody else run (CH-17, CH-25, CH-36).
 */
import { ChannelIterator } from './channel-iterator.ts';
import { CLOSED, NIL, OPEN } from './channel-state.ts';
import type { WaitOptions } from './kernel/abort.ts';
import { Arm } from './kernel/arm.ts';
import * as errors from './kernel/errors.ts';
import { nothing, open, over } from './kernel/door.ts';
import type { Op } from './kernel/op.ts';
import { Ring } from './kernel/ring.ts';
import { wait } from './kernel/wait.ts';
import { WaitQueue } from './kernel/wait-queue.ts';
import { accept, deliver, refuse, Waiter, type Received } from './kernel/waiter.ts';
import { here, type World } from './kernel/world.ts';
import { SendArm } from './send-arm.ts';
import type { Receiver, Sender } from './ends.ts';

const NO_BUFFER = /* @__PURE__ */ new Ring<unknown>(1);

/** What a channel may be given beside its capacity. */
export interface ChannelOptions {
  /** What reports call it. */
  readonly name?: string;
}

/**
 * A typed queue between goroutines, with Go's semantics: values arrive in the order in which they
 * were sent, each at exactly one receiver, and travel untouched, whatever they are.
 *
 * `new Channel<T>()` has no buffer: a send waits until a receive takes the value. With a capacity,
 * a send waits only while the buffer is full. Source: CH-01 to CH-58.
 *
 * @example
 * ```ts
 * import { Channel, go } from 'millrace';
 *
 * const squares = new Channel<number>();
 * go(function* () {
 *   for (const n of [1, 2, 3]) yield* squares.send(n * n);
 *   squares.close();
 * });
 * for await (const square of squares) console.log(square);
 * // Output:
 * // 1
 * // 4
 * // 9
 * ```
 */
export class Channel<in out T> extends Arm<Received<T>> implements Sender<T>, Receiver<T> {
  /** The size of the buffer. Closing does not change it. */
  declare readonly capacity: number;
  /** What reports call it, if it was given a name. */
  declare readonly name: string | undefined;
  /** @internal */
  declare readonly world: World;
  /** @internal */
  declare readonly buffer: Ring<T>;
  /** @internal */
  declare readonly receivers: WaitQueue<Waiter>;
  /** @internal */
  declare readonly senders: WaitQueue<Waiter>;
  /** @internal */
  declare state: number;

  /**
   * @param capacity how many values it buffers: a whole number from 0 up. Nothing is set aside.
   * @throws ChannelSizeError for any other capacity.
   */
  constructor(capacity = 0, options?: ChannelOptions) {
    super();
    if (!Number.isSafeInteger(capacity) || capacity < 0)
      throw new errors.ChannelSizeError(capacity);
    const world = here();
    this.capacity = capacity + 0;
    if (options !== undefined) errors.onlyOption(options, 'name');
    this.name = options?.name;
    this.world = world;
    this.buffer = (capacity === 0 ? NO_BUFFER : new Ring(8)) as Ring<T>;
    this.receivers = new WaitQueue<Waiter>(this, 'chan receive');
    this.senders = new WaitQueue<Waiter>(this, 'chan send');
    this.state = OPEN;
  }

  /**
   * Go's nil channel: to send or to receive waits for ever, and to close it throws. There is one,
   * so that two nil channels are equal (CH-13, CH-21, CH-29, CH-55).
   */
  static nil<T>(): Channel<T> {
    const world = here();
    if (world.nilChannel === null) {
      const channel = new Channel(0);
      channel.state = NIL;
      world.nilChannel = channel;
    }
    return world.nilChannel as Channel<T>;
  }

  /** How many values are in the buffer now. Waiting senders do not count (CH-06). */
  get length(): number {
    return this.buffer.length;
  }

  /**
   * Sends a value: hands it to the receiver that has waited longest, or puts it into the buffer,
   * or waits. An abort takes the value back.
   *
   * @throws SendOnClosedError (as a rejection) if the channel is closed, or is closed meanwhile;
   *   then the value has reached nobody (CH-14, CH-34).
   */
  send(value: T, options?: WaitOptions): Op<void> {
    if (--this.world.budget < 0 || this.state !== OPEN || options !== undefined) {
      return wait<void>(new SendArm(this, value), options);
    }
    if (this.offer(value)) return nothing();
    const waiter = new Waiter<void>(value);
    this.senders.push(waiter);
    return open(waiter);
  }

  /**
   * Receives a value, or learns that the channel is closed and empty: `{ value, ok, done }`, where
   * `ok` is true exactly if a send brought the value. An abort leaves the value in the channel.
   */
  recv(options?: WaitOptions): Op<Received<T>> {
    if (--this.world.budget < 0 || options !== undefined) return wait<Received<T>>(this, options);
    const received = this.poll();
    if (received !== undefined) return over(received);
    const waiter = new Waiter<Received<T>>(undefined);
    this.enqueue(waiter);
    return open(waiter);
  }

  /**
   * Sends if that needs no waiting, and says whether it did (Go's select with a default).
   *
   * @throws SendOnClosedError if the channel is closed, even when its buffer has room (CH-14).
   */
  trySend(value: T): boolean {
    if (this.state === CLOSED) throw new errors.SendOnClosedError();
    return this.offer(value);
  }

  /** Receives if that needs no waiting; `undefined` says that it would wait. */
  tryRecv(): Received<T> | undefined {
    return this.poll();
  }

  /**
   * The arm of a `select` that sends this value. The value is the one given here, even if the arm
   * is never taken (SEL-01).
   */
  onSend(value: T): Arm<void> {
    return new SendArm(this, value);
  }

  /**
   * Closes the channel. What is buffered can still be received; every waiting receiver gets
   * `ok: false`, every waiting sender fails, and a later send fails (CH-29 to CH-38).
   *
   * @throws CloseOfClosedError the second time. CloseOfNilError on the nil channel.
   */
  close(): void {
    if (this.state === NIL) throw new errors.CloseOfNilError();
    if (this.state === CLOSED) throw new errors.CloseOfClosedError();
    this.state = CLOSED;
    // Everyone is claimed before anyone is woken: a select that waits on both sides is a receiver
    // here (CH-37). They are woken in reverse, as Go's js/wasm build does (CH-35).
    const receivers = claimAll(this.receivers);
    const senders = claimAll(this.senders);
    for (const sender of senders.reverse()) refuse(sender, new errors.SendOnClosedError());
    for (const receiver of receivers.reverse()) deliver(receiver, undefined, false);
  }

  /**
   * Go's `range`: receives until the channel is closed and empty. To leave the loop early takes
   * nothing from the channel and closes nothing (CH-49).
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return new ChannelIterator<T>(this);
  }

  /** @internal Sends without waiting, if it can. Precondition: not closed. */
  offer(value: T): boolean {
    if (this.receivers.first !== null) {
      deliver(this.receivers.shift(), value, true);
      return true;
    }
    if (this.buffer.length < this.capacity) {
      this.buffer.push(value);
      return true;
    }
    return false;
  }

  /** @internal Receives without waiting, if it can. */
  poll(): Received<T> | undefined {
    const { buffer, senders } = this;
    if (buffer.length > 0) {
      const value = buffer.shift();
      // What was given back may have been one too many.
      if (senders.first !== null && buffer.length < this.capacity)
        buffer.push(accept(senders.shift()) as T);
      return { value, ok: true, done: false };
    }
    if (senders.first !== null) {
      return { value: accept(senders.shift()) as T, ok: true, done: false };
    }
    return this.state === CLOSED ? { value: undefined, ok: false, done: true } : undefined;
  }

  /** @internal */
  ready(): boolean {
    return this.buffer.length > 0 || this.senders.first !== null || this.state === CLOSED;
  }

  /** @internal */
  commit(): Received<T> {
    return this.poll() as Received<T>;
  }

  /** @internal */
  enqueue(waiter: Waiter): void {
    this.line(this.receivers, waiter);
  }

  /** @internal */
  canSend(): boolean {
    return (
      this.receivers.first !== null || this.buffer.length < this.capacity || this.state === CLOSED
    );
  }

  /** @internal */
  line(queue: WaitQueue<Waiter>, waiter: Waiter): void {
    // Who waits on the nil channel is held by nobody, and can be collected.
    if (this.state === NIL) waiter.queue = queue as unknown as WaitQueue;
    else queue.push(waiter);
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { buffer, receivers, senders, capacity } = this;
      buffer.check();
      receivers.check();
      senders.check();
      if (buffer.length > capacity) throw new Error('channel: overfull');
      if (buffer.length > 0 && receivers.first !== null) throw new Error('channel: idle receiver');
      if (buffer.length < capacity && senders.first !== null)
        throw new Error('channel: idle sender');
      for (let s = senders.first; s !== null && receivers.first !== null; s = s.after) {
        if (s.select === null && receivers.first.select === null)
          throw new Error('channel: missed');
      }
      if (this.state !== OPEN && (receivers.first ?? senders.first) !== null) {
        throw new Error('channel: waiter on a closed channel');
      }
    }
  }
}

/** Takes everyone out of a line, and their other arms out of theirs. */
function claimAll(queue: WaitQueue<Waiter>): Waiter[] {
  const claimed: Waiter[] = [];
  while (queue.first !== null) {
    const waiter = queue.shift();
    waiter.select?.withdraw();
    claimed.push(waiter);
  }
  return claimed;
}
