/** go: starts a goroutine. */
import { noFunction } from './kernel/errors.ts';
import { Goroutine as Started } from './kernel/goroutine.ts';
import type { Op, Suspended } from './kernel/op.ts';
import { here } from './kernel/world.ts';

/** What comes of a function that runs as a goroutine: what it returns, awaited. */
export type Joined<R> = R extends Generator<infer _Y, infer T, infer _N> ? Awaited<T> : Awaited<R>;

/** Of what a function may return: a generator that yields something foreign, or an async one. */
type Strange<R> =
  R extends AsyncGenerator<unknown, unknown, never>
    ? R
    : R extends Generator<infer Y, unknown, never>
      ? [unknown, Y] extends [Y, unknown]
        ? never
        : Y extends Suspended
          ? never
          : R
      : never;

/**
 * What `go` and `run` ask of a function beside that it can be called: nothing, if what it returns,
 * `R`, may come from a goroutine. Of one that returns an async generator, or a generator that yields
 * something else than operations, they ask what no function is, and the compiler says why.
 *
 * A function of your own that starts any function, whatever that returns, asks the same.
 *
 * @example
 * ```ts
 * import { go, type Startable } from 'millrace';
 *
 * function twice<R>(fn: (() => R) & Startable<R>) {
 *   return Promise.all([go(fn), go(fn)]);
 * }
 * console.log(await twice(async () => 'a'));
 * // Output:
 * // [ 'a', 'a' ]
 * ```
 */
export type Startable<R> = unknown extends R
  ? unknown
  : [Strange<R>] extends [never]
    ? unknown
    : 'a goroutine is a function, an async function or a generator that waits with yield*';

/** A goroutine that was started: wait for it to join it. */
export interface Goroutine<T> extends Op<T> {
  /** Unique and increasing. */
  readonly id: number;
  /** The name of its function; empty if it has none. */
  readonly name: string;
}

/**
 * Starts a goroutine: a generator function, which is stepped by our own scheduler, or an async
 * function. It starts after the caller waits or ends, never before (GO-02). Waiting for what `go`
 * returns joins it; if it fails and nobody has joined it by the end of that macrotask, the host
 * gets an uncaught exception with the error as its `cause`.
 *
 * Hand arguments over instead of closing over them where it is hot: a shared generator function
 * starts many times faster than a new closure.
 *
 * @throws FatalError `go of nil func value` if it is no function (GO-04).
 *
 * @example
 * ```ts
 * import { go } from 'millrace';
 *
 * function* add(a: number, b: number) {
 *   return a + b;
 * }
 * console.log(await go(add, 1, 2));
 * console.log(await go(async () => 'done'));
 * // Output:
 * // 3
 * // done
 * ```
 */
export function go<A extends unknown[], R>(
  fn: ((...args: A) => R) & Startable<R>,
  ...args: A
): Goroutine<Joined<R>>;
// A function whose type is a union of the two forms gives no one R to infer.
export function go<F extends (...args: never[]) => unknown>(
  fn: F & Startable<ReturnType<F>>,
  ...args: Parameters<F>
): Goroutine<Joined<ReturnType<F>>>;
export function go(fn: (...args: never[]) => unknown, ...args: unknown[]): Goroutine<unknown> {
  if (typeof fn !== 'function') throw noFunction(fn);
  const world = here();
  const goroutine = new Started(world, fn, args);
  world.ready(goroutine);
  return goroutine;
}
