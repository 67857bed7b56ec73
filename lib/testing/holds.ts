/** What is held while something else is done. */
import type { Lock, Part } from './draft.ts';

/** Each lock of a program with what unlocks it. */
export const holds: Lock[] = [
  [
    ['lock', 0],
    ['unlock', 0],
  ],
  [
    ['lock', 1],
    ['unlock', 1],
  ],
  [
    ['rlock', 0],
    ['runlock', 0],
  ],
  [
    ['wlock', 0],
    ['wunlock', 0],
  ],
];

/** A wait for news under the lock that it wants. */
export const asleep: Part = {
  lock: [
    ['lock', 0],
    ['unlock', 0],
  ],
  inside: [['cwait', 0]],
};
