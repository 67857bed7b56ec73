/**
 * A channel whose home is another thread, as the thread sees it that it was sent to. To a program it
 * is a channel like any other; what is different follows from the way to its home:
 *  - `length` says how many values are here already, and what never waits knows only of those;
 *  - who waits and may give up, by a signal, a select or by leaving a loop, may have to hold still
 *    for one exchange with the home, and gives up after it.
 */
import { ChannelIterator } from '../channel-iterator.ts';
import { CLOSED } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import type { WaitOptions } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import { SendOnClosedError } from '../kernel/errors.ts';
import { failed, nothing, open } from '../kernel/door.ts';
import type { Op } from '../kernel/op.ts';
import type { Ring } from '../kernel/ring.ts';
import { wait } from '../kernel/wait.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import { Waiter, type Received } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';
import type { Away } from './away.ts';
import { assertSendable } from './pack.ts';
import { RECV, SEND } from './way.ts';

export class RemoteChannel<T> extends Channel<T> {
  /** @internal */
  declare away: Away;

  override get length(): number {
    return this.buffer.length;
  }

  override send(value: T, options?: WaitOptions): Op<void> {
    try {
      assertSendable(value, this.away.crossing);
    } catch (error) {
      return failed(error);
    }
    if (this.away.lost !== null) return failed(this.away.lost);
    if (--this.world.budget < 0 || this.state === CLOSED || options !== undefined) {
      return wait<void>(new RemoteSend(this, value, options !== undefined), options);
    }
    if (this.offer(value)) return nothing();
    const waiter = new Waiter<void>(value);
    this.standToSend(waiter, value);
    return open(waiter);
  }

  override recv(options?: WaitOptions): Op<Received<T>> {
    if (this.away.lost !== null && this.buffer.length === 0) return failed(this.away.lost);
    return options === undefined ? super.recv() : wait(new LooseReceive(this), options);
  }

  override onSend(value: T): Arm<void> {
    assertSendable(value, this.away.crossing);
    return new RemoteSend(this, value, true);
  }

  override trySend(value: T): boolean {
    if (this.state === CLOSED) throw new SendOnClosedError();
    assertSendable(value, this.away.crossing);
    const sent = this.offer(value);
    if (!sent) this.away.loose.ask(SEND);
    return sent;
  }

  override tryRecv(): Received<T> | undefined {
    const received = this.poll();
    if (received === undefined) this.away.loose.ask(RECV);
    return received;
  }

  override close(): void {
    this.away.close();
  }

  override [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    return new ChannelIterator<T>(new LooseReceive(this));
  }

  /** @internal */
  override offer(value: T): boolean {
    const { away } = this;
    if (away.lost !== null) throw away.lost;
    if (!away.hasRoom) return false;
    away.post(value);
    away.done++;
    return true;
  }

  /** @internal */
  override poll(): Received<T> | undefined {
    const { buffer, away } = this;
    if (buffer.length > 0) return { value: away.takeLent() as T, ok: true, done: false };
    if (away.lost !== null) throw away.lost;
    return away.ended ? { value: undefined, ok: false, done: true } : undefined;
  }

  /** @internal */
  override ready(): boolean {
    const { away } = this;
    return this.buffer.length > 0 || away.ended || away.lost !== null;
  }

  /** @internal */
  override canSend(): boolean {
    const { away } = this;
    return this.state === CLOSED || away.hasRoom || away.lost !== null;
  }

  /** @internal Somebody waits to receive; an arm of a select may give up. */
  override enqueue(waiter: Waiter): void {
    if (waiter.select !== null) {
      this.away.standLoose(RECV, waiter);
      return;
    }
    this.away.hold();
    this.receivers.push(waiter);
    this.away.want();
  }

  /** @internal Somebody waits to send, who may give up. */
  override line(_line: WaitQueue<Waiter>, waiter: Waiter): void {
    this.away.standLoose(SEND, waiter);
  }

  /** @internal Somebody waits to send, for good: his value goes ahead of him. */
  standToSend(waiter: Waiter, value: T): void {
    this.away.post(value);
    this.away.hold();
    this.senders.push(waiter);
  }

  /** @internal What to wait at for who may give up: his wait must not be counted on at home. */
  get loosely(): Arm<Received<T>> {
    return new LooseReceive(this);
  }

  /** @internal A value that reached nobody comes back; see bridge/give-back.ts. */
  takeBack(value: T): void {
    this.away.giveBack(value);
  }

  /** @internal */
  override check(): void {
    CHECK: {
      this.away.check();
    }
  }
}

/** A receive that may be given up. */
class LooseReceive<T> extends Arm<Received<T>> {
  declare readonly world: World;
  readonly #channel: RemoteChannel<T>;

  constructor(channel: RemoteChannel<T>) {
    super();
    this.world = channel.world;
    this.#channel = channel;
  }

  recv(): Op<Received<T>> {
    return this.#channel.recv();
  }

  ready(): boolean {
    return this.#channel.ready();
  }

  commit(): Received<T> {
    return this.#channel.commit();
  }

  enqueue(waiter: Waiter): void {
    this.#channel.away.standLoose(RECV, waiter);
  }
}

/** A send; `loose` if it may be given up. */
class RemoteSend<T> extends Arm<void> {
  declare readonly world: World;
  readonly #channel: RemoteChannel<T>;
  readonly #value: T;
  readonly #loose: boolean;

  constructor(channel: RemoteChannel<T>, value: T, loose: boolean) {
    super();
    this.world = channel.world;
    this.#channel = channel;
    this.#value = value;
    this.#loose = loose;
  }

  ready(): boolean {
    return this.#channel.canSend();
  }

  commit(): void {
    this.#channel.trySend(this.#value);
  }

  enqueue(waiter: Waiter): void {
    waiter.value = this.#value;
    if (this.#loose) this.#channel.away.standLoose(SEND, waiter);
    else this.#channel.standToSend(waiter, this.#value);
  }
}

/** Makes a plain channel of this thread the remote end of one. Precondition: nobody waits there. */
export function becomeRemote<T>(channel: Channel<T>, away: Away): RemoteChannel<T> {
  const remote = Object.setPrototypeOf(channel, RemoteChannel.prototype) as RemoteChannel<T>;
  remote.away = away;
  (channel as { buffer: Ring<T> }).buffer = away.buffer as Ring<T>;
  away.attach(channel as Channel<unknown>);
  return remote;
}
