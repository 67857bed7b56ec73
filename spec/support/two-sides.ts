/**
 * The two sides of a link, in one thread: what is posted is cloned, and arrives when a spec says so.
 * Both sides stand on the one scheduler; nothing else connects them.
 */
import { Counters } from '../../lib/procs/counters.ts';
import { Customs } from '../../lib/procs/customs.ts';
import { Link, type Post } from '../../lib/procs/link.ts';
import { unpack, pack } from '../../lib/procs/pack.ts';
import type { Channel } from '../../lib/channel.ts';
import { macrotask } from '../../lib/kernel/host.ts';

export class TwoSides {
  readonly #toLeaf: unknown[][] = [];
  readonly #toTrunk: unknown[][] = [];
  readonly trunk: Customs;
  readonly leaf: Customs;

  constructor(hasCounters = true) {
    const counters = hasCounters ? new Counters() : null;
    const seen = counters === null ? null : new Counters(counters.memory);
    this.trunk = new Customs(new Link(into(this.#toLeaf)), true, counters);
    this.leaf = new Customs(new Link(into(this.#toTrunk)), false, seen);
  }

  /** What arrives at the leaf when the trunk sends it. */
  down<T>(value: T): T {
    return cross(value, this.trunk, this.leaf);
  }

  /** What arrives at the trunk when the leaf sends it; so do the records that go before it. */
  async up<T>(value: T): Promise<T> {
    const { parcel, value: plain } = pack(value, this.leaf);
    await this.rest();
    return (parcel === undefined ? plain : unpack(structuredClone(parcel), this.trunk)) as T;
  }

  /** Lets one batch arrive at a side; false if none is under way. */
  arrive(atLeaf: boolean): boolean {
    const batch = (atLeaf ? this.#toLeaf : this.#toTrunk).shift();
    if (batch === undefined) return false;
    (atLeaf ? this.leaf : this.trunk).link.receive(batch);
    return true;
  }

  /** Lets everything arrive, and goroutines run, until nothing happens any more. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      await turn();
      while (this.arrive(true) || this.arrive(false)) quiet = -1;
    }
  }

  /** The leaf dies now: what it had posted arrives, then the trunk hears of it. */
  kill(): void {
    while (this.arrive(false));
    this.trunk.link.cut(new Error('killed'));
    this.leaf.link.cut(new Error('dead'));
    this.#toLeaf.length = 0;
  }

  check(...channels: readonly Channel<never>[]): void {
    this.trunk.link.check();
    this.leaf.link.check();
    for (const channel of channels) channel.check();
  }
}

function into(list: unknown[][]): Post {
  return (batch, moves) => {
    list.push(structuredClone(batch, { transfer: moves as Transferable[] }) as unknown[]);
  };
}

function cross<T>(value: T, from: Customs, to: Customs): T {
  const { parcel, value: plain } = pack(value, from);
  return (parcel === undefined ? plain : unpack(structuredClone(parcel), to)) as T;
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    macrotask(resolve);
  });
}
