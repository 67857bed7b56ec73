import type { Channel } from 'millrace';

/** How many stand in the lines of a channel: those who receive, those who send. */
export function lines(channel: Channel<never> | Channel<number>): [number, number] {
  return [channel.receivers, channel.senders].map((queue) => {
    let count = 0;
    for (let one = queue.first; one !== null; one = one.after) count++;
    return count;
  }) as [number, number];
}
