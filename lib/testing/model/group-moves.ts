/**
 * What can be done with wait groups.
 *
 * Without `reuse` an `add` is one step, and who waits goes on at some moment at which the counter is
 * 0: the misuse that Go may notice is none.
 *
 * With it, the parts are those of sync.WaitGroup. The cells behind the counter are how many wait,
 * how many of them were let go and do not know it yet, and whether there was an `add` since: in a
 * bubble of testing/synctest that alone counts as reuse.
 */
import { add } from './code.ts';
import type { Space } from './space.ts';

/** Within a wait: it counts as one who waits. */
const parked = -1;
/** Within an add that found the counter 0 and `w` who wait: the mark is `found - 2 * w`. */
const found = -2;
/** The same, after it made sure that nothing had changed: the mark is `sure - 2 * w`. */
const sure = -3;

/** Add or wait, by a proc that stands before one. */
export function useGroup(space: Space, p: number, at: number): void {
  const { groups, groupWidth } = space.layout;
  const cell = groups + (space.code.thing[at] as number) * groupWidth;
  const isAdd = space.code.op[at] === add;
  if (space.reuse) {
    if (isAdd) addInParts(space, p, at, cell);
    else waitInParts(space, p, cell);
    return;
  }
  const counter = space.table.rows[space.here + cell] as number;
  if (isAdd) {
    const sum = (counter + (space.code.operand[at] as number)) | 0;
    space.table.rows[(sum < 0 ? space.fall(p, 1) : space.step(p, 0)) + cell] = sum;
  } else if (counter === 0) {
    space.step(p, 0);
  } else {
    return;
  }
  space.arrive();
}

function addInParts(space: Space, p: number, at: number, cell: number): void {
  const { rows } = space.table;
  const counter = rows[space.here + cell] as number;
  const waiting = rows[space.here + cell + 1] as number;
  const mark = space.traces.symbol[rows[space.here + p] as number] as number;
  if (mark < 0) {
    const waited = (sure - mark) >> 1;
    if ((mark & 1) === 0) {
      if (counter !== 0 || waiting !== (found - mark) >> 1) space.fall(p, 2);
      else within(space, p, mark - 1);
    } else {
      const to = space.step(p, 0);
      rows[to + cell] = 0;
      rows[to + cell + 1] = 0;
      rows[to + cell + 2] = (rows[to + cell + 2] as number) + waited;
      rows[to + cell + 3] = 0;
    }
    space.arrive();
    return;
  }
  const delta = space.code.operand[at] as number;
  const sum = (counter + delta) | 0;
  let to: number;
  if (sum < 0) to = space.fall(p, 1);
  else if (waiting !== 0 && delta > 0 && sum === delta) to = space.fall(p, 2);
  else if (sum > 0 || waiting === 0) to = space.step(p, 0);
  else to = within(space, p, found - 2 * waiting);
  space.table.rows[to + cell] = sum;
  space.table.rows[to + cell + 3] = 1;
  space.arrive();
}

function waitInParts(space: Space, p: number, cell: number): void {
  const { rows } = space.table;
  const counter = rows[space.here + cell] as number;
  const waiting = rows[space.here + cell + 1] as number;
  if (space.traces.symbol[rows[space.here + p] as number] !== parked) {
    if (counter === 0) {
      space.step(p, 0);
    } else {
      rows[within(space, p, parked) + cell + 1] = waiting + 1;
    }
    space.arrive();
    return;
  }
  const woken = rows[space.here + cell + 2] as number;
  if (woken === 0) return;
  const isUsed = counter !== 0 || waiting !== 0;
  if (!isUsed) {
    space.table.rows[space.step(p, 0) + cell + 2] = woken - 1;
    space.arrive();
  }
  if (isUsed || rows[space.here + cell + 3] === 1) {
    space.table.rows[space.fall(p, 1) + cell + 2] = woken - 1;
    space.arrive();
  }
}

function within(space: Space, p: number, mark: number): number {
  const to = space.table.draft(space.here);
  const { rows } = space.table;
  rows[to + p] = space.traces.within(rows[to + p] as number, mark);
  return to;
}
