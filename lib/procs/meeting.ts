/** Who may give up at one end meets who may give up at another: at the home of a channel without buffer. */
import type { Channel } from '../channel.ts';
import type { Tries } from './tries.ts';
import { otherWay, RECV, type Way } from './way.ts';

/** As much of an end as they are. */
export interface Meets {
  readonly tries: Tries;
}

/** Calls whoever waits at an end to meet somebody who is here now. */
export function callAll(ends: readonly Meets[], way: Way): void {
  for (const { tries } of ends) if (tries.watching[way]) tries.call(way);
}

/** Somebody has come to wait at an end: if there is somebody to meet, one of the two is called. */
export function match(
  channel: Channel<unknown>,
  ends: readonly Meets[],
  end: Meets,
  way: Way,
): void {
  const line = way === RECV ? channel.senders : channel.receivers;
  // What has come back, though there is no room for it.
  const isThere = line.first !== null || (way === RECV && channel.buffer.length > 0);
  const other = otherWay(way);
  const partner = ends.find(
    ({ tries }) => tries.watching[other] && (tries !== end.tries || tries.canMeet),
  )?.tries;
  // Who begins is drawn by lot after one has tried in vain: see loose.ts.
  const begins = partner?.hasMissed !== true || channel.world.choose('order', 2) === 1;
  if (isThere || (partner !== undefined && begins)) end.tries.call(way);
  else partner?.call(other);
}

/** Each who tries, that way, goes on waiting unless somebody may still come to meet him. */
export function recheck(ends: readonly Meets[], way: Way): void {
  const other = otherWay(way);
  for (const { tries } of ends) {
    if (tries.waiters[way] === null) continue;
    let mayCome = false;
    for (const { tries: one } of ends) {
      if (one === tries && !tries.canMeet) continue;
      if (one.watching[other]) one.call(other);
      mayCome ||= one.called[other];
    }
    if (!mayCome) tries.miss(way);
  }
}
