/**
 * Pool: things that were used and may be used again.
 *
 * Invariants:
 *  - there are never more than `MOST` things, `#next` included;
 *  - none of them is undefined.
 */
import { MisuseError, onlyOption } from '../kernel/errors.ts';

/** What a pool may be told. */
export interface PoolOptions<T> {
  /** Makes a thing when there is none to use again. */
  readonly new: () => T;
}

/** More than these are dropped: a crowd that was once there must not hold its memory for ever. */
const MOST = 1024;

/**
 * A place for things that are costly to make, such as buffers: `put` what is not needed any more,
 * `get` one to use again, or a new one. It never waits.
 *
 * A pool may forget what it was given, at any time: it keeps 1,024 things at most. Whoever gets one
 * must not count on which it is or on what is in it. Source: PO-01, PO-02.
 *
 * Without `new` it gives `undefined` when it is empty, which its type must allow.
 *
 * @example
 * ```ts
 * import { Pool } from 'millrace/sync';
 *
 * const buffers = new Pool({ new: () => new Uint8Array(65_536) });
 * const buffer = buffers.get();
 * buffers.put(buffer);
 * console.log(buffers.get() === buffer); //=> true
 *
 * const words = new Pool<string | undefined>();
 * console.log(words.get()); //=> undefined
 * ```
 */
export class Pool<T> {
  /** Makes a thing when there is none; it may be replaced, as Go's field may. */
  new: (() => T) | undefined;
  #next: T | undefined = undefined;
  readonly #rest: T[] = [];

  constructor(options: PoolOptions<T>);
  constructor(...none: undefined extends T ? [] : [never]);
  constructor(options?: PoolOptions<T>) {
    if (options !== undefined) onlyOption(options, 'new');
    const make = options?.new;
    // A function in place of the options would make nothing.
    if (options !== undefined && typeof make !== 'function') {
      throw new MisuseError('Pool: new: a function was expected');
    }
    this.new = make;
  }

  /**
   * Takes a thing out, or makes one. In which order they go is not promised: it is Go's
   * (PO-02).
   *
   * @throws what `new` throws.
   */
  get(): T {
    const next = this.#next;
    if (next !== undefined) {
      this.#next = undefined;
      return next;
    }
    const rest = this.#rest;
    return rest.length > 0 ? (rest.pop() as T) : (this.new?.() as T);
  }

  /** Gives a thing back; `undefined` is nothing. Whoever gave it must not use it any more. */
  put(thing: T): void {
    if (thing === undefined) return;
    if (this.#next === undefined) this.#next = thing;
    else if (this.#rest.length < MOST - 1) this.#rest.push(thing);
  }
}
