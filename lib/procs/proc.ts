/**
 * A thread that serves, as its pool sees it.
 *
 * Its phases: starting (until the module has called `serve`) → ready → ending (it has been told that
 * nothing comes any more) → over.
 *
 * Invariants:
 *  - `calls` has the calls that went there and have not been answered; once it is over, none;
 *  - the thread holds the process while it is starting, while there is a call or `waiting` is not 0,
 *    and while it is ending;
 *  - `waiting` counts the calls that went there and have not begun, as far as is known.
 */
import { MisuseError } from '../kernel/errors.ts';
import * as host from '../kernel/host.ts';
import { fail, settle } from '../kernel/op.ts';
import type { Call } from './call.ts';
import { Counters } from './counters.ts';
import { Customs } from './customs.ts';
import { NotServedError, ProcExitError } from './errors.ts';
import { threadOf, type AnyWorker, type Thread, type Watcher } from './host.ts';
import { Link, type Peer } from './link.ts';
import { isPrimitive, pack } from './pack.ts';
import { unwrap } from './parcel.ts';
import * as pool from './pool-wire.ts';
import { Slots } from './slots.ts';
import { errorOf, type Thrown } from './thrown.ts';
import { transferred } from './transfer.ts';
import { POOL } from './wire.ts';

export const STARTING = 0;
export const READY = 1;
export const ENDING = 2;
export const OVER = 3;

/** What a pool hears of its procs. */
export interface Watched {
  /** It can take calls, or more of them. */
  vacant(proc: Proc): void;
  /** It is over; `error` says why it never got ready, if it did not. */
  over(proc: Proc, error: unknown): void;
}

/** Calls that may wait at a thread to begin; quick ones are sent further ahead. */
const LEAST_AHEAD = 2;
const MOST_AHEAD = 256;
/** Calls that have begun within this time are quick ones; those beyond the other are slow. */
const QUICK_MS = 1;
const SLOW_MS = 4;

const NONE: readonly unknown[] = [];

export class Proc implements Peer, Watcher {
  readonly name: string;
  readonly calls: Slots<Call> = new Slots<Call>();
  phase: typeof STARTING | typeof READY | typeof ENDING | typeof OVER = STARTING;
  waiting = 0;
  /** It gets no calls any more. */
  isRetiring = false;
  readonly #watched: Watched;
  readonly #thread: Thread;
  #served: ReadonlyMap<string, number> = new Map();
  #customs: Customs | null = null;
  #threw: { readonly error: unknown } | null = null;
  #ahead = LEAST_AHEAD;
  #sentAt = 0;
  /** When it was heard that nobody lives there, in batches of its link. */
  #quietSince = -1;
  /** It has just been heard that somebody does. */
  #isAlive = false;

  constructor(name: string, worker: AnyWorker, watched: Watched) {
    this.name = name;
    this.#watched = watched;
    this.#thread = threadOf(worker, this);
  }

  /** Whether one call more would begin soon. */
  get isVacant(): boolean {
    return this.phase === READY && !this.isRetiring && this.waiting < this.#ahead;
  }

  /** Sends a call there; one that cannot be sent fails, alone. Precondition: it is ready. */
  run(call: Call): void {
    const number = this.#served.get(call.name);
    if (number === undefined) {
      fail(call, new NotServedError(call.name, [...this.#served.keys()]));
      return;
    }
    const { args } = call;
    const isFirst = this.calls.size === 0;
    const id = this.calls.add(call);
    try {
      this.#say(id, number, args);
    } catch (error) {
      fail(this.calls.take(id), error);
      return;
    }
    call.args = NONE;
    if (this.waiting++ === 0) this.#sentAt = host.now();
    if (isFirst) this.#thread.hold(true);
  }

  #say(id: number, number: number, args: readonly unknown[]): void {
    const customs = this.#customs as Customs;
    if (args.length < pool.MOST_ARGUMENTS && args.every(isPrimitive)) {
      const numbers = number * pool.MOST_ARGUMENTS + args.length;
      customs.link.extend(pool.CALL, POOL, id, numbers, args);
      return;
    }
    const { parcel, value, moves } = pack(transferred(args), customs);
    customs.link.move(moves);
    if (parcel === undefined) {
      customs.link.say(pool.CALL_CLONED, POOL, [id, number, ...(value as unknown[])]);
    } else {
      customs.link.say(pool.CALL_PACKED, POOL, [id, number, parcel]);
    }
  }

  /** Ends the thread, which runs no call. */
  end(): void {
    if (this.phase !== STARTING && this.phase !== READY) return;
    this.#thread.hold(true);
    if (this.phase === STARTING) this.terminate();
    else (this.#customs as Customs).link.tell(pool.END, POOL, []);
    this.phase = ENDING;
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    this.#thread.terminate();
  }

  came(message: unknown): void {
    if (this.#customs !== null) {
      this.#customs.link.receive(message as readonly unknown[]);
      // That somebody lives there is a reason to wait on.
      if (this.#isAlive) this.#isAlive = false;
      else this.#rest();
    } else if (Array.isArray(message) && message[0] === pool.READY) this.#begin(message);
  }

  #begin([, protocol, names]: unknown[]): void {
    if (protocol !== pool.PROTOCOL) {
      this.threw(new MisuseError(`procs: ${this.name} has another version of the library`));
      this.terminate();
      return;
    }
    const hasMemory = typeof SharedArrayBuffer === 'function';
    const counters = hasMemory ? new Counters() : null;
    this.#thread.post([pool.WELCOME, counters?.memory ?? null], []);
    const link = new Link(this.#thread.post);
    link.peers.set(POOL, this);
    this.#customs = new Customs(link, true, counters);
    this.#served = new Map((names as string[]).map((name, number) => [name, number]));
    this.phase = READY;
    this.#watched.vacant(this);
    this.#rest();
  }

  take(kind: number, batch: readonly unknown[], from: number, to: number): void {
    const customs = this.#customs as Customs;
    switch (kind) {
      case pool.ALIVE:
        this.#heardAlive(batch[from] as number);
        return;
      case pool.STARTED:
        this.#begun(batch[from] as number);
        break;
      case pool.DONE:
        for (let i = from; i < to; i += 2) {
          settle(this.calls.take(batch[i] as number), batch[i + 1]);
        }
        break;
      case pool.DONE_CLONED:
        for (let i = from; i < to; i++) {
          const [id, value] = batch[i] as [number, unknown];
          settle(this.calls.take(id), value);
        }
        break;
      case pool.DONE_PACKED:
        for (let i = from; i < to; i++) {
          const [id, parcel] = batch[i] as [number, unknown];
          settle(this.calls.take(id), unwrap(customs, parcel));
        }
        break;
      case pool.THROWN:
        for (let i = from; i < to; i++) {
          const [id, parcel] = batch[i] as [number, unknown];
          this.calls.take(id).refuse(errorOf(unwrap(customs, parcel) as Thrown));
        }
        break;
    }
    this.#watched.vacant(this);
    this.#rest();
  }

  /** Lets the process end if there is nothing to do here. */
  #rest(): void {
    // A call may be over before it is told that it has begun; others wait for that word.
    const isIdle = this.calls.size === 0 && this.waiting === 0;
    if (isIdle && this.phase === READY) this.#thread.hold(false);
  }

  /**
   * The process has nothing left to do but to wait for somebody there: it goes on while anybody
   * lives there. True if so it does.
   */
  mayWake(): boolean {
    const customs = this.#customs;
    if (this.phase !== READY || customs === null || !customs.isWaitedFor) return false;
    const { link } = customs;
    if (this.#quietSince === link.came + link.went) return false;
    this.#thread.hold(true);
    link.tell(pool.ALIVE, POOL, []);
    return true;
  }

  #heardAlive(live: number): void {
    const { link } = this.#customs as Customs;
    if (live > 0) this.#isAlive = true;
    else this.#quietSince = link.came + link.went;
  }

  /** Calls have begun: how soon says how far ahead the next ones may be sent. */
  #begun(count: number): void {
    const now = host.now();
    const tookMs = now - this.#sentAt;
    if (tookMs < QUICK_MS) this.#ahead = Math.min(MOST_AHEAD, this.#ahead * 2);
    else if (tookMs > SLOW_MS) this.#ahead = Math.max(LEAST_AHEAD, this.#ahead >> 1);
    this.waiting -= count;
    this.#sentAt = now;
  }

  spoiled(_kind: number, payload: unknown, error: unknown): void {
    const [id] = payload as [number];
    this.waiting--;
    fail(this.calls.take(id), error);
    this.#rest();
  }

  threw(error: unknown): void {
    this.#threw ??= { error };
  }

  quit(status: number): void {
    const { phase } = this;
    const threw = this.#threw;
    this.phase = OVER;
    this.#customs?.link.cut(new ProcExitError(this.name, status, threw?.error));
    const silent = new MisuseError(`procs: ${this.name} ended and has not called serve`);
    this.#watched.over(this, phase === STARTING ? (threw?.error ?? silent) : undefined);
  }

  /** The thread is gone, and so are its calls. */
  cut(error: Error): void {
    this.waiting = 0;
    for (const call of this.calls.takeAll()) fail(call, error);
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.calls.check();
      if (this.waiting < 0) throw new Error('proc: began more than once');
      if (this.phase === OVER && this.calls.size > 0) throw new Error('proc: over, with calls');
    }
  }
}
