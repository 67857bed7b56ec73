/** go: starts a goroutine. */
import { noFunction } from './kernel/errors.ts';
import { Goroutine as Started } from './kernel/goroutine.ts';
import type { Op } from './kernel/op.ts';
import { here } from './kernel/world.ts';

/** What comes of a function that runs as a goroutine: what it returns, awaited. */
export type Joined<R> = R extends Generator<infer _Y, infer T, infer _N> ? Awaited<T> : Awaited<R>;

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
export function go<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): Goroutine<Joined<R>>;
// A function whose type is a union of the two forms gives no one R to infer.
export function go<F extends (...args: never[]) => unknown>(
  fn: F,
  ...args: Parameters<F>
): Goroutine<Joined<ReturnType<F>>>;
export function go(fn: (...args: never[]) => unknown, ...args: unknown[]): Goroutine<unknown> {
  if (typeof fn !== 'function') throw noFunction(fn);
  const world = here();
  const goroutine = new Started(world, fn, args);
  world.ready(goroutine);
  return goroutine;
}
