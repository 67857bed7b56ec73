/**
 * Things under numbers that are used again: what is there can be found by a small number, and nothing
 * is left of what has been taken.
 *
 * Invariants: the places in `#things` that are null are those in `#free`, each once.
 */
export class Slots<T extends object> {
  readonly #things: (T | null)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#things.length - this.#free.length;
  }

  /** Gives it a number. */
  add(thing: T): number {
    const free = this.#free.pop();
    if (free === undefined) return this.#things.push(thing) - 1;
    this.#things[free] = thing;
    return free;
  }

  /** Takes it out. Precondition: it is there. */
  take(number: number): T {
    const thing = this.#things[number] as T;
    this.#things[number] = null;
    this.#free.push(number);
    return thing;
  }

  takeAll(): T[] {
    const all: T[] = [];
    for (const [number, thing] of this.#things.entries()) {
      if (thing !== null) all.push(this.take(number));
    }
    return all;
  }

  /** @internal */
  check(): void {
    CHECK: {
      const empty = this.#things.filter((thing) => thing === null).length;
      if (empty !== this.#free.length) throw new Error('slots: free');
      if (new Set(this.#free).size !== empty) throw new Error('slots: free twice');
    }
  }
}
