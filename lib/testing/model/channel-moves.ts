/**
 * What can be done with channels. A proc that waits and one that has not arrived yet are the same
 * here: so nobody stands in a line, and any two who fit can meet, if at least one of them can have
 * waited for the other. A select cannot that has a default, or an arm that is certainly ready.
 */
import { recv, select, send } from './code.ts';
import type { Space } from './space.ts';

/** Send, recv or select, by a proc that stands before one. */
export function communicate(space: Space, p: number, at: number): void {
  const { code } = space;
  const thing = code.thing[at] as number;
  if (code.op[at] !== select) {
    const isSend = code.op[at] === send;
    if (isSend && isClosed(space, thing)) {
      space.fall(p, code.panicked);
      space.arrive();
    } else {
      arm(space, p, at, isSend, thing, code.operand[at] as number, 0);
    }
    return;
  }
  const last = code.operand[at] as number;
  const hasDefault = code.hasDefault[at] === 1;
  let isCertain = false;
  let panics = -1;
  for (let i = thing; i < last; i++) {
    const isSend = code.armIsSend[i] === true;
    const channel = code.armChannel[i] as number;
    if (isSend && isClosed(space, channel)) {
      isCertain = true;
      // Nobody can tell which of several arms on closed channels it was: the first is named.
      if (panics === -1) panics = i;
    } else if (arm(space, p, at, isSend, channel, code.armValue[i] as number, i - thing)) {
      isCertain = true;
    }
  }
  if (panics !== -1) {
    space.fall(p, (panics - thing) * code.span + code.panicked);
    space.arrive();
  }
  // Whoever could meet an arm may not have arrived yet: only what the channels show is certain.
  if (hasDefault && !isCertain) {
    space.step(p, (last - thing) * code.span);
    space.arrive();
  }
}

export function isClosed(space: Space, channel: number): boolean {
  if (channel < 0) return false;
  return ((space.table.rows[space.here + space.layout.channels + channel] as number) & 1) === 1;
}

/** One direction of one channel, which is open if it sends. Tells whether it is certainly ready. */
function arm(
  space: Space,
  p: number,
  at: number,
  isSend: boolean,
  channel: number,
  value: number,
  index: number,
): boolean {
  if (channel < 0) return false;
  const { buffers, code, here, layout, program } = space;
  const cell = layout.channels + channel;
  const state = space.table.rows[here + cell] as number;
  const queue = state >> 1;
  if (isSend) {
    const capacity = program.chans[channel] as number;
    if (capacity === 0) {
      meet(space, p, at, channel, value, index * code.span + code.sent);
      return false;
    }
    if ((buffers.length[queue] as number) >= capacity) return false;
    const to = space.step(p, index * code.span + code.sent);
    space.table.rows[to + cell] = buffers.push(queue, value) << 1;
  } else if (queue !== 0) {
    const to = space.step(p, index * code.span + (buffers.head[queue] as number));
    space.table.rows[to + cell] = ((buffers.rest[queue] as number) << 1) | (state & 1);
  } else if ((state & 1) === 1) {
    space.step(p, index * code.span + code.closed);
  } else {
    // Without a buffer it is the sender who looks for the receiver.
    return false;
  }
  space.arrive();
  return true;
}

/** The sender and each receiver of an unbuffered channel: both go on in one step. */
function meet(
  space: Space,
  p: number,
  at: number,
  channel: number,
  value: number,
  symbol: number,
): void {
  const { code, procs } = space;
  const canWait = waits(space, at);
  for (let q = 0; q < procs; q++) {
    if (q === p) continue;
    const other = space.at(q);
    if (code.op[other] === recv) {
      if (code.thing[other] === channel) shake(space, p, symbol, q, value);
    } else if (code.op[other] === select) {
      if (!canWait && !waits(space, other)) continue;
      const first = code.thing[other] as number;
      for (let i = first; i < (code.operand[other] as number); i++) {
        if (code.armChannel[i] === channel && code.armIsSend[i] === false) {
          shake(space, p, symbol, q, (i - first) * code.span + value);
        }
      }
    }
  }
}

/** Whether a proc that stands before this would be found waiting. */
function waits(space: Space, at: number): boolean {
  const { buffers, code, here, layout, program } = space;
  if (code.op[at] !== select) return true;
  if (code.hasDefault[at] === 1) return false;
  for (let i = code.thing[at] as number; i < (code.operand[at] as number); i++) {
    const channel = code.armChannel[i] as number;
    if (channel < 0) continue;
    const state = space.table.rows[here + layout.channels + channel] as number;
    const buffered = buffers.length[state >> 1] as number;
    if ((state & 1) === 1) return false;
    if (code.armIsSend[i] === true ? buffered < (program.chans[channel] as number) : buffered > 0) {
      return false;
    }
  }
  return true;
}

function shake(space: Space, p: number, sent: number, q: number, received: number): void {
  space.moveOn(space.step(p, sent), q, received);
  space.arrive();
}
