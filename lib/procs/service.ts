/**
 * The side of a pool in the thread that serves: runs calls as goroutines, and answers.
 *
 * Invariants:
 *  - each call that came is answered once, with a result or an error;
 *  - calls begin in the order in which they came, and each is told of once as begun.
 */
import { go } from '../go.ts';
import * as host from '../kernel/host.ts';
import { hasFailed, observe, rareOf, type Listener, type Pending } from '../kernel/op.ts';
import { kernel, type Task, type World } from '../kernel/world.ts';
import { Counters } from './counters.ts';
import { Customs } from './customs.ts';
import type { Owner } from './host.ts';
import { Link, type Peer } from './link.ts';
import { isPrimitive, pack } from './pack.ts';
import { unwrap, wrap } from './parcel.ts';
import * as pool from './pool-wire.ts';
import { thrownOf } from './thrown.ts';
import { POOL } from './wire.ts';

type Served = (...args: unknown[]) => unknown;

/** So many elements of a record are few calls. */
const FEW = 32;
/** A result waits no longer for others to come with it. */
const LATE_MS = 0.5;

const NONE: readonly unknown[] = [];

export class Service implements Peer {
  readonly #owner: Owner;
  readonly #names: readonly string[];
  readonly #functions: readonly Served[];
  #customs: Customs | null = null;
  #saidAt = 0;

  constructor(functions: { readonly [name: string]: unknown }, owner: Owner) {
    this.#owner = owner;
    this.#names = Object.keys(functions);
    this.#functions = this.#names.map((name) => bound(functions, name));
  }

  begin(): void {
    this.#owner.listen((message) => this.#receive(message as readonly unknown[]));
    this.#owner.post([pool.READY, pool.PROTOCOL, this.#names], []);
  }

  #receive(message: readonly unknown[]): void {
    if (this.#customs !== null) this.#customs.link.receive(message);
    else if (message[0] === pool.WELCOME) this.#welcome(message[1] as SharedArrayBuffer | null);
  }

  #welcome(memory: SharedArrayBuffer | null): void {
    const link = new Link(this.#owner.post);
    link.peers.set(POOL, this);
    this.#customs = new Customs(link, false, memory === null ? null : new Counters(memory));
  }

  take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    const customs = this.#customs as Customs;
    // A few may be slow: each is told of as it begins, so that the next is there when it ends.
    const isFew = to - from <= FEW;
    let count = 0;
    switch (kind) {
      case pool.CALL:
        for (let at = from; at < to; count++) {
          const numbers = batch[at + 1] as number;
          const next = at + 2 + (numbers % pool.MOST_ARGUMENTS);
          const number = Math.floor(numbers / pool.MOST_ARGUMENTS);
          this.#run(batch[at] as number, number, batch.slice(at + 2, next), isFew);
          at = next;
        }
        break;
      case pool.CALL_CLONED:
        for (let at = from; at < to; at++, count++) {
          const [id, number, ...args] = batch[at] as [number, number, ...unknown[]];
          this.#run(id, number, args, isFew);
        }
        break;
      case pool.CALL_PACKED:
        for (let at = from; at < to; at++, count++) {
          const [id, number, parcel] = batch[at] as [number, number, unknown];
          this.#run(id, number, unwrap(customs, parcel) as unknown[], isFew);
        }
        break;
      case pool.ALIVE:
        customs.link.tell(pool.ALIVE, POOL, [kernel.home.live]);
        return;
      case pool.END:
        customs.link.flush();
        this.#owner.leave();
        return;
    }
    if (!isFew) kernel.home.ready(new Mark(customs.link, count));
  }

  #run(id: number, number: number, args: unknown[], isMarked: boolean): void {
    if (isMarked) kernel.home.ready(new Mark((this.#customs as Customs).link, 1));
    const call = go(this.#functions[number] as Served, ...args) as unknown as Pending;
    observe(call, new Reply(this, id));
  }

  /** A call is over. */
  answer(id: number, value: unknown): void {
    const { link } = this.#customs as Customs;
    try {
      if (isPrimitive(value)) {
        link.extend(pool.DONE, POOL, id, value, NONE);
      } else {
        const packed = pack(value, this.#customs as Customs);
        link.move(packed.moves);
        if (packed.parcel === undefined) link.say(pool.DONE_CLONED, POOL, [id, packed.value]);
        else link.say(pool.DONE_PACKED, POOL, [id, packed.parcel]);
      }
    } catch (error) {
      this.refuse(id, error);
      return;
    }
    this.#hurry(link);
  }

  refuse(id: number, error: unknown): void {
    const customs = this.#customs as Customs;
    customs.link.say(pool.THROWN, POOL, [id, wrap(customs, thrownOf(error, customs))]);
    this.#hurry(customs.link);
  }

  /** While goroutines run, no microtask does, and a batch would not leave. */
  #hurry(link: Link): void {
    const now = host.now();
    if (now - this.#saidAt < LATE_MS) return;
    this.#saidAt = now;
    link.flush();
  }

  spoiled(kind: number, payload: unknown, error: unknown): void {
    const [id] = payload as [number, unknown];
    if (kind === pool.DONE_CLONED || kind === pool.DONE_PACKED) this.refuse(id, error);
    else host.raise(error);
  }

  cut(): void {}
}

/** Waits for the end of a call. */
class Reply implements Listener {
  readonly #service: Service;
  readonly #id: number;

  constructor(service: Service, id: number) {
    this.#service = service;
    this.#id = id;
  }

  ready(call: Pending): void {
    if (hasFailed(call)) {
      rareOf(call).observed = true;
      this.#service.refuse(this.#id, call.value);
    } else {
      this.#service.answer(this.#id, call.value);
    }
  }
}

/** Stands in the run queue before a call, or behind many: when it runs, they begin or have begun. */
class Mark implements Task {
  wait: unknown = null;
  readonly world: World = kernel.home;
  readonly #link: Link;
  readonly #count: number;

  constructor(link: Link, count: number) {
    this.#link = link;
    this.#count = count;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    this.#link.add(pool.STARTED, POOL, this.#count);
  }
}

/** A method still finds the others of its record; in reports it goes by its name. */
function bound(functions: { readonly [name: string]: unknown }, name: string): Served {
  const fn = (functions[name] as Served).bind(functions);
  return Object.defineProperty(fn, 'name', { value: name }) as Served;
}
