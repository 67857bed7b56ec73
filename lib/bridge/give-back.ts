/** giveBack: a value that was received and reached nobody. */
import type { Channel } from '../channel.ts';
import type { Arm } from '../kernel/arm.ts';
import { putBack } from '../kernel/put-back.ts';
import { Ring } from '../kernel/ring.ts';
import { deliver, type Received } from '../kernel/waiter.ts';

/** A channel that other threads have ends of has more to do then than one of this thread alone. */
interface TakesBack<T> {
  takeBack(value: T): void;
}

/**
 * Gives a value back to the channel that it came from: to the receiver that has waited longest, or
 * else before all that is in the buffer, even if that has no room for it.
 *
 * A timer is no channel, and takes nothing back. It goes by what is there and not by the class: the
 * channel may be one of another copy of this library.
 */
export function giveBack<T>(arm: Arm<Received<T>>, value: T): void {
  const channel = arm as unknown as Channel<T> & Partial<TakesBack<T>>;
  if (channel.buffer === undefined) return;
  if (channel.takeBack !== undefined) {
    channel.takeBack(value);
    return;
  }
  if (channel.receivers.first !== null) {
    deliver(channel.receivers.shift(), value, true);
    return;
  }
  // Those without a buffer have one in common, which must stay empty.
  if (channel.capacity === 0 && channel.buffer.length === 0)
    (channel as { buffer: Ring<T> }).buffer = new Ring<T>(8);
  putBack(channel.buffer, value);
}
