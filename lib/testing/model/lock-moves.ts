/** What can be done with mutexes and RWMutexes. */
import { lock, rlock, runlock, wlock } from './code.ts';
import type { Space } from './space.ts';

/** Lock or unlock, by a proc that stands before one. */
export function useMutex(space: Space, p: number, at: number): void {
  const cell = space.layout.mutexes + (space.code.thing[at] as number);
  const isLocked = space.table.rows[space.here + cell] === 1;
  if (space.code.op[at] === lock) {
    if (isLocked) return;
    space.table.rows[space.step(p, 0) + cell] = 1;
  } else if (isLocked) {
    space.table.rows[space.step(p, 0) + cell] = 0;
  } else {
    space.fall(p, 1);
  }
  space.arrive();
}

/**
 * In Go a reader who comes while a writer waits or writes announces itself, and gets in when that
 * writer unlocks. Here it just tries again later: that it came at the very moment of the unlock is
 * one of the possibilities, and the same.
 *
 * A writer who finds readers announces itself, which keeps further readers out: that it might do so
 * for ever is what the state has to tell. It has the lock as soon as the last reader has gone.
 *
 * An unlock without its lock is always told here. Go overlooks it while others wait.
 */
export function useRWMutex(space: Space, p: number, at: number): void {
  const { writers, rwmutexes } = space.layout;
  const cell = rwmutexes + (space.code.thing[at] as number);
  const state = space.table.rows[space.here + cell] as number;
  const writer = state % writers;
  const readers = (state - writer) / writers;
  const op = space.code.op[at] as number;
  if (op === rlock) {
    if (writer !== 0) return;
    space.table.rows[space.step(p, 0) + cell] = state + writers;
  } else if (op === wlock) {
    if (writer !== 0) return;
    if (readers === 0) {
      space.table.rows[space.step(p, 0) + cell] = 1;
    } else {
      space.table.rows[space.table.draft(space.here) + cell] = state + 2 + p;
    }
  } else if (op === runlock) {
    if (readers === 0) {
      space.fall(p, 1);
    } else if (readers === 1 && writer > 1) {
      const to = space.step(p, 0);
      const { rows } = space.table;
      rows[to + cell] = 1;
      rows[to + writer - 2] = space.traces.after(rows[to + writer - 2] as number, 0);
    } else {
      space.table.rows[space.step(p, 0) + cell] = state - writers;
    }
  } else if (writer === 1) {
    space.table.rows[space.step(p, 0) + cell] = state - 1;
  } else {
    space.fall(p, 1);
  }
  space.arrive();
}
