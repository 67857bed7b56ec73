/** A channel of this thread moves to another: what is in it goes ahead, who waits at it stays. */
import { CLOSED } from '../channel-state.ts';
import type { Channel } from '../channel.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import type { Away } from './away.ts';
import { becomeRemote } from './remote-channel.ts';
import { RECV, SEND } from './way.ts';

/** @throws the platform's DataCloneError if something in it cannot be cloned. */
export function emigrate(channel: Channel<unknown>, away: Away): void {
  const { buffer, state } = channel;
  const [receivers, senders] = [waitersOf(channel.receivers), waitersOf(channel.senders)];
  const remote = becomeRemote(channel, away);
  // There is room for each there: they count as sends that were done here.
  for (; buffer.length > 0; away.done++) away.post(buffer.shift());
  for (const waiter of senders) {
    if (mayGiveUp(waiter)) away.standLoose(SEND, waiter);
    else remote.standToSend(waiter, waiter.value);
  }
  for (const waiter of receivers) {
    if (mayGiveUp(waiter)) away.standLoose(RECV, waiter);
    else remote.enqueue(waiter);
  }
  if (state === CLOSED) away.close();
}

/** Takes everyone out of a line, and out of no other. */
function waitersOf(line: WaitQueue<Waiter>): Waiter[] {
  const waiters: Waiter[] = [];
  while (line.first !== null) waiters.push(line.shift());
  return waiters;
}

/** A select, or what hangs on a signal. A loop that waits for its next value cannot be told from others. */
function mayGiveUp(waiter: Waiter): boolean {
  const { ext } = waiter;
  return (
    waiter.select !== null || (ext !== null && typeof ext !== 'function' && ext.queue !== null)
  );
}
