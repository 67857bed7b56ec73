/**
 * What can be done with conditions.
 *
 * To take a place in the line and to unlock is one step: whoever signals in between finds the waiter
 * in line, as he does after it.
 */
import { broadcast, cwait, relock } from './code.ts';
import type { Space } from './space.ts';

/** A part of a wait, a signal or a broadcast, by a proc that stands before it. */
export function useCond(space: Space, p: number, at: number): void {
  const { code, layout, program, buffers } = space;
  const cond = code.thing[at] as number;
  const line = layout.conds + cond;
  const mutex = layout.mutexes + (program.conds?.[cond] as number);
  const queue = space.table.rows[space.here + line] as number;
  const isLocked = space.table.rows[space.here + mutex] === 1;
  const op = code.op[at];
  if (op === cwait) {
    if (isLocked) {
      const to = space.step(p, 0);
      space.table.rows[to + mutex] = 0;
      space.table.rows[to + line] = buffers.push(queue, p);
    } else {
      space.fall(p, 1);
    }
  } else if (op === relock) {
    if (isLocked) return;
    space.table.rows[space.step(p, 0) + mutex] = 1;
  } else {
    const to = space.step(p, 0);
    let left = queue;
    for (let woken = op === broadcast ? Infinity : 1; woken > 0 && left !== 0; woken--) {
      space.moveOn(to, buffers.head[left] as number, 0);
      left = buffers.rest[left] as number;
    }
    space.table.rows[to + line] = left;
  }
  space.arrive();
}
