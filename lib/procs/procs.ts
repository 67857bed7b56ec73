/**
 * Procs: goroutines on worker threads.
 *
 * Invariants:
 *  - a call stands in `#queue`, or is one of a proc's, or is over;
 *  - while calls stand in the queue, each ready proc has as many as it can soon begin, and procs are
 *    starting for what is left, up to `size`;
 *  - at most `size` procs are neither retiring nor ending nor over.
 */
import type { Joined } from '../go.ts';
import { failed, nothing, open } from '../kernel/door.ts';
import { MisuseError } from '../kernel/errors.ts';
import { fail, observe, Pending, settle, type Op } from '../kernel/op.ts';
import { Ring } from '../kernel/ring.ts';
import { here, kernel } from '../kernel/world.ts';
import { lifelines, mayWake } from '../lifelines.ts';
import { governor } from '../maxprocs/governor.ts';
import { Call } from './call.ts';
import { ProcsClosedError } from './errors.ts';
import { heapShare } from './heap-share.ts';
import {
  makeWorker,
  onLastMoment,
  threadOptions,
  type AnyWorker,
  type HostURL,
  type ResourceLimits,
  type ThreadOptions,
} from './host.ts';
import { Proc, READY, STARTING, type Watched } from './proc.ts';
import type { Functions } from './serve.ts';

/** What a pool may be told. */
export interface ProcsOptions {
  /** How many threads at most. Default: `gomaxprocs()`, and what becomes of that. */
  readonly procs?: number;
  /** What messages, and the host's tools, call the threads. Default: `proc`. */
  readonly name?: string;
  /** Limits of each thread, where the host has such. Default: a share of the memory. */
  readonly resourceLimits?: ResourceLimits;
}

/** Makes the `Worker` of a proc: for bundlers, which have to see that done, and for more options. */
export type MakeWorker = (options: ThreadOptions) => AnyWorker;

/**
 * Goroutines on worker threads. A module {@link serve | serves} functions; a pool of threads, each
 * with that module and with a scheduler of its own, runs them. Threads start when there are calls for
 * them, up to `gomaxprocs()` and on as that changes, or up to `procs`. Between calls they do not
 * keep the process alive.
 *
 * Dispose of it, or `close` it, when it is not needed any more: that waits for the calls under way.
 *
 * @throws MisuseError for what is no module, or for options that are none.
 *
 * @example
 * ```ts no-run
 * import { serve, Procs } from 'millrace/procs';
 *
 * // work.ts: export default serve({ … });
 * const work = serve({ add: (a: number, b: number) => a + b });
 *
 * // main.ts: new Procs<typeof import('./work.js').default>(…)
 * await using procs = new Procs<typeof work>(new URL('./work.js', import.meta.url));
 * console.log(await procs.go('add', 1, 2)); //=> 3
 * ```
 */
export class Procs<M extends Functions<M>> {
  readonly #make: MakeWorker;
  readonly #options: ProcsOptions;
  readonly #procs: Proc[] = [];
  readonly #queue: Ring<Call> = new Ring<Call>(8);
  readonly #watched: Watched;
  readonly #unwatch: () => void;
  readonly #lifeline: () => boolean;
  #size: number;
  #started = 0;
  /** A thread has failed to start, and there are others: they have to do for what waits now. */
  #isBarren = false;
  #closed: Pending<void> | null = null;

  constructor(module: HostURL | string | MakeWorker, options: ProcsOptions = {}) {
    assertOptions(module, options);
    this.#make = typeof module === 'function' ? module : (options_) => makeWorker(module, options_);
    this.#options = options;
    this.#size = options.procs ?? governor.procs;
    this.#unwatch =
      options.procs === undefined ? governor.watch((size) => this.#resize(size)) : () => {};
    this.#watched = {
      vacant: (proc) => this.#vacant(proc),
      over: (proc, error) => this.#over(proc, error),
    };
    this.#lifeline = () => {
      let may = false;
      for (const proc of this.#procs) if (proc.mayWake()) may = true;
      return may;
    };
  }

  /**
   * Starts a function of the module at one of the threads: the handle of a goroutine there. Arguments and
   * result cross as messages do; channels and contexts stay what they are.
   */
  go<K extends keyof M & string>(name: K, ...args: Parameters<M[K]>): Op<Joined<ReturnType<M[K]>>> {
    if (this.#closed !== null) return failed(new ProcsClosedError());
    if (here() !== kernel.home) return failed(new MisuseError('procs: in a controlled world'));
    const call = new Call(name, args);
    const op = open<Joined<ReturnType<M[K]>>>(call);
    this.#queue.push(call);
    this.#dispatch();
    return op;
  }

  /**
   * Takes no more calls, waits for those under way, then ends the threads and whatever goroutines
   * they have left.
   */
  close(): Op<void> {
    if (this.#closed === null) {
      this.#closed = new Pending<void>(undefined);
      this.#unwatch();
      this.#wind();
    }
    if (this.#closed.done) return nothing();
    const op = new Pending<void>(undefined);
    observe(this.#closed, { ready: () => settle(op, undefined) });
    return open(op);
  }

  /** Closes it, and waits for that: for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then();
  }

  /** Gives out what can begin soon, and starts threads for what is left. */
  #dispatch(): void {
    const queue = this.#queue;
    let starting = this.#count(STARTING);
    while (queue.length > 0) {
      const proc = this.#leastLoaded();
      if (proc === undefined) break;
      // Nobody gets a second call while another thread could have it as its first.
      if (proc.calls.size > 0) {
        if (starting === 0 && this.#isShort && this.#start()) starting++;
        if (starting > 0) break;
      }
      proc.run(queue.shift());
    }
    while (queue.length > starting && this.#isShort && this.#start()) starting++;
    if (queue.length === 0) this.#isBarren = false;
  }

  #leastLoaded(): Proc | undefined {
    let least: Proc | undefined;
    for (const proc of this.#procs) {
      if (proc.isVacant && (least === undefined || proc.calls.size < least.calls.size))
        least = proc;
    }
    return least;
  }

  #count(phase: number): number {
    let count = 0;
    for (const proc of this.#procs) if (proc.phase === phase && !proc.isRetiring) count++;
    return count;
  }

  get #isShort(): boolean {
    return this.#count(STARTING) + this.#count(READY) < this.#size;
  }

  /** Starts a proc, if that is possible. */
  #start(): boolean {
    if (this.#isBarren) return false;
    watchLastMoment(this.#lifeline);
    const name = `${this.#options.name ?? 'proc'} ${String(++this.#started)}`;
    const share = heapShare(this.#size);
    const limits =
      this.#options.resourceLimits ??
      (share === undefined ? undefined : { maxOldGenerationSizeMb: share });
    try {
      this.#procs.push(new Proc(name, this.#make(threadOptions(name, limits)), this.#watched));
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** A proc could not be started. If there is no other, those who wait for one fail. */
  #failed(error: unknown): void {
    this.#isBarren = this.#count(READY) + this.#count(STARTING) > 0;
    if (this.#isBarren) return;
    const queue = this.#queue;
    while (queue.length > 0) fail(queue.shift(), error);
  }

  #vacant(proc: Proc): void {
    if (proc.isRetiring) {
      if (proc.calls.size === 0) proc.end();
    } else if (this.#queue.length > 0) {
      this.#dispatch();
    }
    if (this.#closed !== null) this.#wind();
  }

  #over(proc: Proc, error: unknown): void {
    this.#procs.splice(this.#procs.indexOf(proc), 1);
    if (this.#procs.length === 0) lifelines.delete(this.#lifeline);
    if (error !== undefined) this.#failed(error);
    else this.#isBarren = false;
    this.#dispatch();
    if (this.#closed !== null) this.#wind();
  }

  #resize(size: number): void {
    this.#size = size;
    const active = this.#procs.filter(({ phase }) => phase === STARTING || phase === READY);
    // Those with the least to do go first, and come back last.
    active.sort((a, b) => b.calls.size - a.calls.size);
    for (const [place, proc] of active.entries()) {
      proc.isRetiring = place >= size;
      if (proc.isRetiring && proc.calls.size === 0) proc.end();
    }
    this.#dispatch();
  }

  /** Ends whoever has nothing left to do. */
  #wind(): void {
    if (this.#queue.length > 0) return;
    for (const proc of this.#procs) if (proc.calls.size === 0) proc.end();
    if (this.#procs.length === 0) settle(this.#closed as Pending, undefined);
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.#queue.check();
      for (const proc of this.#procs) proc.check();
      const [ready, starting] = [this.#count(READY), this.#count(STARTING)];
      if (ready + starting > this.#size) throw new Error('procs: too many');
      if (this.#queue.length === 0) break CHECK;
      for (const proc of this.#procs) {
        if (proc.isVacant && proc.calls.size === 0) throw new Error('procs: an idle one');
      }
      if (starting === 0 && this.#isShort && !this.#isBarren) throw new Error('procs: too few');
    }
  }
}

function assertOptions(module: unknown, options: object): void {
  const isModule =
    typeof module === 'string' || typeof module === 'function' || module instanceof URL;
  if (!isModule) throw new MisuseError('Procs: the URL of a module was expected', module);
  if (Object(options) !== options) throw new MisuseError('Procs: options are an object', options);
  const known = new Set(['procs', 'name', 'resourceLimits']);
  for (const key in options) if (!known.has(key)) throw new MisuseError(`unknown option: ${key}`);
  const { procs } = options as ProcsOptions;
  if (procs !== undefined && !(Number.isSafeInteger(procs) && procs >= 1)) {
    throw new MisuseError('Procs: procs is a whole number from 1 up', procs);
  }
}

let isWatching = false;

/** A program without `run` has to be watched as well: it may wait for a thread that nothing holds. */
function watchLastMoment(lifeline: () => boolean): void {
  lifelines.add(lifeline);
  if (isWatching) return;
  isWatching = true;
  onLastMoment(() => void mayWake());
}
