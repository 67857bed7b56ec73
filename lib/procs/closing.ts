/** The two halves of the close of a channel, which come apart when values may still arrive. */
import type { Channel } from '../channel.ts';
import { SendOnClosedError } from '../kernel/errors.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import { deliver, refuse, type Waiter } from '../kernel/waiter.ts';

/** Those who wait to send fail, in reverse as in `close`; selects that receive here as well do not. */
export function refuseSenders({ senders, receivers }: Channel<unknown>): void {
  const refused: Waiter[] = [];
  while (senders.first !== null) {
    const sender = senders.shift();
    if (sender.select !== null && standsIn(receivers, sender.select)) continue;
    sender.select?.withdraw();
    refused.push(sender);
  }
  for (const sender of refused.reverse()) refuse(sender, new SendOnClosedError());
}

/** Those who wait to receive learn that nothing comes any more. */
export function dismissReceivers({ receivers }: Channel<unknown>): void {
  const claimed: Waiter[] = [];
  while (receivers.first !== null) {
    const receiver = receivers.shift();
    receiver.select?.withdraw();
    claimed.push(receiver);
  }
  for (const receiver of claimed.reverse()) deliver(receiver, undefined, false);
}

function standsIn(line: WaitQueue<Waiter>, select: Waiter['select']): boolean {
  for (let one = line.first; one !== null; one = one.after) if (one.select === select) return true;
  return false;
}
