/** The two things that can be done at a channel, as numbers: indices of pairs. */
export const RECV = 0;
export const SEND = 1;
export type Way = typeof RECV | typeof SEND;

export function otherWay(way: Way): Way {
  return way === RECV ? SEND : RECV;
}
