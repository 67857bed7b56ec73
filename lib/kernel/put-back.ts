/** Puts a value before all others of a ring. */
import type { Ring } from './ring.ts';

export function putBack<T>(ring: Ring<T>, value: T): void {
  if (ring.length > ring.mask) ring.resize(ring.slots.length * 2);
  ring.head = (ring.head - 1) & ring.mask;
  ring.slots[ring.head] = value;
  ring.length++;
}
