/**
 * A channel that other threads have ends of, at its home: what it becomes when it is first sent
 * there. It is the same object; only its class has changed, so that channels which nobody shares
 * pay nothing for those that are.
 */
import { CLOSED } from '../channel-state.ts';
import { Channel } from '../channel.ts';
import type { WaitOptions } from '../kernel/abort.ts';
import type { Arm } from '../kernel/arm.ts';
import { failed } from '../kernel/door.ts';
import type { Op } from '../kernel/op.ts';
import { Ring } from '../kernel/ring.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import type { Received, Waiter } from '../kernel/waiter.ts';
import { Home } from './home.ts';
import { assertSendable, type StandIns } from './pack.ts';
import { RECV, SEND } from './way.ts';

export class SharedChannel<T> extends Channel<T> {
  /** @internal */
  declare home: Home;
  /** @internal */
  declare standIns: StandIns;

  override get length(): number {
    return this.buffer.length + this.home.lending.length;
  }

  // Who will receive a value is not known when it is sent: each has to be fit for another thread.

  override send(value: T, options?: WaitOptions): Op<void> {
    try {
      assertSendable(value, this.standIns);
    } catch (error) {
      return failed(error);
    }
    return super.send(value, options);
  }

  override trySend(value: T): boolean {
    assertSendable(value, this.standIns);
    return super.trySend(value);
  }

  override onSend(value: T): Arm<void> {
    assertSendable(value, this.standIns);
    return super.onSend(value);
  }

  override close(): void {
    if (this.state === CLOSED) super.close();
    else this.home.close();
  }

  /** @internal */
  override offer(value: T): boolean {
    return this.home.offerHere(value);
  }

  /** @internal */
  override poll(): Received<T> | undefined {
    return this.home.pollHere() as Received<T> | undefined;
  }

  /** @internal */
  override ready(): boolean {
    const { home } = this;
    if (home.lending.length > 0) return false;
    if (this.buffer.length > 0 || this.senders.first !== null) return true;
    return this.state === CLOSED && home.promising.length === 0;
  }

  /** @internal */
  override canSend(): boolean {
    const { home } = this;
    if (this.state === CLOSED || home.free > 0) return true;
    return home.lending.length === 0 && this.receivers.first !== null;
  }

  /** @internal */
  override line(queue: WaitQueue<Waiter>, waiter: Waiter): void {
    this.home.standHere(queue === this.receivers ? RECV : SEND, waiter);
  }

  /** @internal A value that reached nobody comes back; see bridge/give-back.ts. */
  takeBack(value: T): void {
    this.home.comeBack(value);
  }

  /** @internal */
  override check(): void {
    CHECK: {
      this.home.check();
    }
  }
}

/** Makes a channel of this thread one that is shared. Precondition: it is a plain one. */
export function share<T>(channel: Channel<T>, standIns: StandIns): SharedChannel<T> {
  const shared = Object.setPrototypeOf(channel, SharedChannel.prototype) as SharedChannel<T>;
  // Those without a buffer have one in common, which must stay empty; here a value may come back.
  const roomy = channel as { buffer: Ring<T> };
  if (channel.capacity === 0) roomy.buffer = new Ring<T>(1);
  shared.home = new Home(channel as Channel<unknown>);
  shared.standIns = standIns;
  return shared;
}
