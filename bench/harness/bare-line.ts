/**
 * What a queue of waiters cannot go below in this engine: a line of suspended functions and nothing
 * else. No channel, no operation, no scheduler; a served one is resumed on the spot. What this costs
 * more for each waiter when there are ten times as many is the collector's work, not a queue's.
 */
interface Place<T> {
  readonly waiter: T;
  next: Place<T> | null;
}

export class BareLine<T> {
  #first: Place<T> | null = null;
  #last: Place<T> | null = null;

  join(waiter: T): void {
    const place: Place<T> = { waiter, next: null };
    if (this.#last === null) this.#first = place;
    else this.#last.next = place;
    this.#last = place;
  }

  leave(): T {
    const place = this.#first;
    if (place === null) throw new Error('nobody waits');
    this.#first = place.next;
    if (this.#first === null) this.#last = null;
    return place.waiter;
  }
}
