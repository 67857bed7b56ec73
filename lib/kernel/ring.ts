/**
 * A FIFO of values in a circle that grows.
 *
 * Invariants:
 *  - `slots.length` is a power of two and `mask` is that less one;
 *  - the values are the `length` slots from `head` on, wrapping round;
 *  - every other slot is `undefined`: a ring keeps nothing alive that was taken from it (CH-28).
 */
export class Ring<T> {
  declare length: number;
  declare slots: (T | undefined)[];
  declare head: number;
  declare mask: number;

  constructor(size: number) {
    this.length = 0;
    this.resize(size);
  }

  push(value: T): void {
    if (this.length > this.mask) this.resize(this.slots.length * 2);
    this.slots[(this.head + this.length) & this.mask] = value;
    this.length++;
  }

  /** Takes the oldest value. Precondition: there is one. */
  shift(): T {
    const at = this.head;
    const value = this.slots[at];
    this.slots[at] = undefined;
    this.head = (at + 1) & this.mask;
    this.length--;
    return value as T;
  }

  resize(size: number): void {
    // Filled at once: an array of holes would change its kind of elements at the first values.
    const slots = new Array<T | undefined>(size).fill(undefined);
    for (let i = 0; i < this.length; i++) slots[i] = this.slots[(this.head + i) & this.mask];
    this.slots = slots;
    this.head = 0;
    this.mask = size - 1;
  }

  /** @internal */
  check(): void {
    CHECK: {
      const size = this.slots.length;
      if ((size & (size - 1)) !== 0 || this.mask !== size - 1) throw new Error('ring: size');
      if (this.length < 0 || this.length > size) throw new Error('ring: length');
      for (let i = this.length; i < size; i++) {
        if (this.slots[(this.head + i) & this.mask] !== undefined)
          throw new Error('ring: dirty slot');
      }
    }
  }
}
