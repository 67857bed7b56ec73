/**
 * The timers of a world: a heap of what is due, and one host timer for the earliest.
 *
 * Only what somebody waits for is here (DL-04, TM-17): an alarm enters when it gets its first
 * waiter and leaves with its last one.
 *
 * Invariants:
 *  - `heap` is a heap by due time, then by order of arrival, of four below each; `heap[i].index` is
 *    `i`, and `dues[i]` is `heap[i].dueMs`, so that to compare is not to go and look at entries;
 *  - a host timer is armed exactly while the heap is not empty, for the earliest entry or sooner;
 *  - `held` counts the entries that keep the process alive: all but those whose holder is loose;
 *  - the host timer keeps it alive exactly while `held` is above 0.
 */
import * as host from './host-timer.ts';
import { kernel, type World } from './world.ts';

/** On whose behalf entries are there, if that is known: a program, until it ends. */
export interface Holder {
  /** How many of the entries are its own. */
  entries: number;
  loose: boolean;
}

/** Something that is due at a time of its world's clock. */
export interface Entry {
  readonly dueMs: number;
  /** Its place in the heap, or -1. */
  index: number;
  order: number;
  holder: Holder | null;
  fire(): void;
}

export class Timers {
  readonly #world: World;
  readonly #heap: Entry[] = [];
  readonly #dues: number[] = [];
  /** The most that were here since it was last empty, or more. */
  #crowd = 0;
  #arrivals = 0;
  #held = 0;
  #timer: host.HostTimer | null = null;
  #timerDueMs = Infinity;
  #timerHolds = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** When the earliest entry is due; Infinity if there is none. */
  get nextMs(): number {
    return this.#dues[0] ?? Infinity;
  }

  add(entry: Entry): void {
    entry.order = this.#arrivals++;
    entry.holder = (kernel.observer?.holder() ?? null) as Holder | null;
    this.#count(entry, 1);
    this.#up(entry, entry.dueMs, this.#heap.length);
    if (this.#heap.length > this.#crowd) this.#crowd = this.#heap.length;
    this.#arm();
  }

  remove(entry: Entry): void {
    if (entry.index < 0) return;
    this.#take(entry);
    if (this.#heap.length === 0) this.#disarm();
    else if (this.#held > 0 !== this.#timerHolds) this.#arm();
  }

  /** Fires everything that is due by now, in due order. */
  fire(): void {
    const nowMs = this.#world.now();
    while (this.nextMs <= nowMs) {
      const first = this.#heap[0] as Entry;
      const next = this.#world.controller === null ? first : this.#oneOf(first);
      this.#take(next);
      next.fire();
    }
    if (this.#heap.length === 0) this.#disarm();
    else this.#arm();
  }

  /** Of several that are due at one time a controlled world may take any. */
  #oneOf(first: Entry): Entry {
    const equal = this.#heap.filter(({ dueMs }) => dueMs === first.dueMs);
    if (equal.length === 1) return first;
    equal.sort((a, b) => a.order - b.order);
    return equal[this.#world.choose('order', equal.length)] as Entry;
  }

  /** What is there on somebody's behalf, now or later, no longer keeps the process alive. */
  loosen(holder: Holder): void {
    holder.loose = true;
    this.#held -= holder.entries;
    if (this.#heap.length > 0) this.#arm();
  }

  #count({ holder }: Entry, change: 1 | -1): void {
    if (holder !== null) holder.entries += change;
    if (holder?.loose !== true) this.#held += change;
  }

  /** One host timer for the earliest. One that is armed already and fires sooner is left alone. */
  #arm(): void {
    if (this.#world.controller !== null) return;
    const holds = this.#held > 0;
    if (this.#timer !== null) {
      if (this.#timerDueMs <= this.nextMs && this.#timerHolds === holds) return;
      host.stopTimer(this.#timer);
    }
    this.#timerDueMs = this.nextMs;
    this.#timerHolds = holds;
    this.#timer = host.startTimer(this.#ring, this.nextMs - this.#world.now(), holds);
  }

  #disarm(): void {
    // Gives back the memory of a crowd that is gone: to take them one by one does not.
    if (this.#crowd > 1023) this.#heap.length = this.#dues.length = this.#crowd = 0;
    if (this.#timer !== null) host.stopTimer(this.#timer);
    this.#timer = null;
    this.#timerDueMs = Infinity;
  }

  readonly #ring = (): void => {
    this.#timer = null;
    this.#timerDueMs = Infinity;
    this.fire();
  };

  #take(entry: Entry): void {
    const heap = this.#heap;
    const dues = this.#dues;
    const last = heap.pop() as Entry;
    const dueMs = dues.pop() as number;
    if (last !== entry) {
      const at = this.#up(last, dueMs, entry.index);
      this.#down(last, dueMs, at);
    }
    entry.index = -1;
    this.#count(entry, -1);
  }

  /** Finds the place of an entry that must not stay below `at`. */
  #up(entry: Entry, dueMs: number, at: number): number {
    const heap = this.#heap;
    const dues = this.#dues;
    while (at > 0) {
      const above = (at - 1) >> 2;
      const parent = heap[above] as Entry;
      const due = dues[above] as number;
      if (due < dueMs || (due === dueMs && parent.order < entry.order)) break;
      this.#put(parent, due, at);
      at = above;
    }
    this.#put(entry, dueMs, at);
    return at;
  }

  /** The same for one that must not stay above it. */
  #down(entry: Entry, dueMs: number, at: number): void {
    const heap = this.#heap;
    const dues = this.#dues;
    const { length } = heap;
    for (let below = 4 * at + 1; below < length; below = 4 * at + 1) {
      const end = Math.min(below + 4, length);
      let least = dues[below] as number;
      for (let other = below + 1; other < end; other++) {
        const due = dues[other] as number;
        if (due > least) continue;
        if (due === least && (heap[below] as Entry).order < (heap[other] as Entry).order) continue;
        least = due;
        below = other;
      }
      const child = heap[below] as Entry;
      if (dueMs < least || (dueMs === least && entry.order < child.order)) break;
      this.#put(child, least, at);
      at = below;
    }
    this.#put(entry, dueMs, at);
  }

  #put(entry: Entry, dueMs: number, at: number): void {
    this.#heap[at] = entry;
    this.#dues[at] = dueMs;
    entry.index = at;
  }

  /** @internal */
  check(): void {
    CHECK: {
      const heap = this.#heap;
      if (this.#dues.length !== heap.length) throw new Error('timers: dues');
      heap.forEach((entry, i) => {
        if (entry.index !== i) throw new Error('timers: index');
        if (this.#dues[i] !== entry.dueMs) throw new Error('timers: due');
        const parent = heap[(i - 1) >> 2];
        if (i > 0 && parent !== undefined && before(entry, parent))
          throw new Error('timers: order');
      });
      if (this.#world.controller !== null) break CHECK;
      if ((this.#timer === null) !== (heap.length === 0)) throw new Error('timers: host timer');
      const held = heap.filter(({ holder }) => holder?.loose !== true).length;
      if (this.#held !== held) throw new Error('timers: held');
      if (this.#timer !== null && this.#timerHolds !== held > 0) throw new Error('timers: holds');
    }
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

/** The timers of a world. */
export function timersOf(world: World): Timers {
  world.timers ??= new Timers(world);
  return world.timers as Timers;
}
