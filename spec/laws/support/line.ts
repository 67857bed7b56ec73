import type { Link } from '../../../lib/kernel/wait-queue.ts';

/** How many stand in a line. */
export function lengthOf(line: { readonly first: Link | null }): number {
  let n = 0;
  for (let node = line.first; node !== null; node = node.after) n++;
  return n;
}
