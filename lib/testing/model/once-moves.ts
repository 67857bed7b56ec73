/** What can be done with onces. */
import type { Space } from './space.ts';

/**
 * `do`, by a proc that stands before one. The first to come goes on to the body; the others wait until
 * that is over, and pass it by.
 */
export function doOnce(space: Space, p: number, at: number): void {
  const cell = space.layout.onces + (space.code.thing[at] as number);
  const state = space.table.rows[space.here + cell] as number;
  if (state === 1) return;
  if (state === 0) {
    space.table.rows[space.step(p, 0) + cell] = 1;
  } else {
    const to = space.table.draft(space.here);
    const { rows } = space.table;
    rows[to + p] = space.traces.after(rows[to + p] as number, 1, 2);
  }
  space.arrive();
}
