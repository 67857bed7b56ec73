/**
 * What Node does at the end of a program, for a worker, which has no end: it counts what the host may
 * still call back, and when nothing is left it asks the listeners of `beforeExit`, as `run` is one, and
 * says that it is idle. A page does not tell of everything, as of a stream that is read: so nothing has to
 * happen for some ticks of the host first.
 *
 * Invariants:
 *  - `alive` holds exactly the timers and tasks that were started and have neither run nor been
 *    stopped, but for those that were told not to hold the process;
 *  - idle is told once, and only with `alive` empty.
 */
type Callback = (...args: unknown[]) => void;

/** The functions of the host that the loop stands before. */
export interface Timers {
  setTimeout(callback: () => void, delayMs?: number): unknown;
  clearTimeout(timer: unknown): void;
  setInterval(callback: () => void, delayMs?: number): unknown;
  clearInterval(timer: unknown): void;
  /** Runs a callback after the microtasks and the timers that are due. */
  task(callback: () => void): void;
  /** The same, some milliseconds later. */
  tick(callback: () => void): void;
  /** In how many ticks on end nothing may have happened. */
  patience(): number;
}

/** A timer of the loop: as Node's, it can be told not to hold the process. */
export interface LoopTimer {
  unref(): LoopTimer;
  ref(): LoopTimer;
  [Symbol.toPrimitive](): number;
}

export class HostLoop {
  readonly #host: Timers;
  readonly #alive = new Set<object>();
  readonly #timers = new Map<number, { host: unknown; key: LoopTimer }>();
  readonly #beforeExit = new Set<Callback>();
  readonly #idle: () => void;
  #last = 0;
  #looking = false;
  #quietTicks = 0;
  #over = false;

  constructor(host: Timers, idle: () => void) {
    this.#host = host;
    this.#idle = idle;
  }

  readonly setTimeout = (callback: Callback, delayMs?: number, ...args: unknown[]): LoopTimer => {
    const key = this.#timer();
    const host = this.#host.setTimeout(() => {
      this.#forget(key);
      callback(...args);
    }, delayMs);
    this.#timers.set(Number(key), { host, key });
    return key;
  };

  readonly setInterval = (callback: Callback, delayMs?: number, ...args: unknown[]): LoopTimer => {
    const key = this.#timer();
    const host = this.#host.setInterval(() => callback(...args), delayMs);
    this.#timers.set(Number(key), { host, key });
    return key;
  };

  /** Also `clearInterval`: hosts take either timer. */
  readonly clearTimeout = (timer: unknown): void => {
    const found = this.#timers.get(Number(timer));
    if (found === undefined) return;
    this.#host.clearTimeout(found.host);
    this.#host.clearInterval(found.host);
    this.#forget(found.key);
  };

  readonly setImmediate = (callback: Callback, ...args: unknown[]): void => {
    const key = {};
    this.#alive.add(key);
    this.#host.task(() => {
      this.#alive.delete(key);
      this.look();
      callback(...args);
    });
  };

  /** Holds the process until the promise has settled; for what else of the host calls back. */
  hold<T>(promise: Promise<T>): Promise<T> {
    this.#alive.add(promise);
    const release = (): void => {
      this.#alive.delete(promise);
      this.look();
    };
    promise.then(release, release);
    return promise;
  }

  readonly on = (event: string, listener: Callback): void => {
    if (event === 'beforeExit') this.#beforeExit.add(listener);
  };

  readonly off = (event: string, listener: Callback): void => {
    if (event === 'beforeExit') this.#beforeExit.delete(listener);
  };

  /** Nothing is told any more. */
  end(): void {
    this.#over = true;
  }

  /** Looks, once all that is due has run, whether anything is left. */
  look(): void {
    this.#quietTicks = 0;
    if (this.#looking || this.#over) return;
    this.#looking = true;
    this.#host.tick(() => {
      this.#looking = false;
      if (this.#over || this.#alive.size > 0) return;
      const quietTicks = ++this.#quietTicks;
      if (quietTicks < this.#host.patience()) {
        this.look();
        this.#quietTicks = quietTicks;
        return;
      }
      for (const listener of this.#beforeExit) listener(0);
      if (this.#over || this.#alive.size > 0) return;
      this.#over = true;
      this.#idle();
    });
  }

  #timer(): LoopTimer {
    const id = ++this.#last;
    const key: LoopTimer = {
      unref: () => {
        this.#alive.delete(key);
        this.look();
        return key;
      },
      ref: () => {
        if (this.#timers.has(id)) this.#alive.add(key);
        return key;
      },
      [Symbol.toPrimitive]: () => id,
    };
    this.#alive.add(key);
    return key;
  }

  #forget(key: LoopTimer): void {
    this.#timers.delete(Number(key));
    this.#alive.delete(key);
    this.look();
  }
}
