/**
 * A goroutine: the handle that `go` returns, which is an operation that joins it, and the task that
 * its world resumes.
 *
 * Its phases: new (`body` is the function, `value` its arguments) → either stepped by us (`body` is
 * a generator) or left to the host (an async function: `body` is null) → over (`done`).
 *
 * Invariants:
 *  - `wait` is null when a step begins; while it is suspended it is what it was suspended with;
 *  - a goroutine that is over is never stepped again;
 *  - `kernel.current` is a generator goroutine while that one runs, and null at all other times.
 */
import { GoexitError, MisuseError, PanicError } from './errors.ts';
import * as host from './host.ts';
import { fail, Pending, rareOf, settle, Waitable } from './op.ts';
import type { Suspended } from './op.ts';
import { kernel, type Task, type World } from './world.ts';

type Body = (...args: never[]) => unknown;
type Stepped = Generator<Suspended, unknown, void>;

const generator = /* @__PURE__ */ Object.getPrototypeOf(
  /* @__PURE__ */ Object.getPrototypeOf(/* @__PURE__ */ (function* () {})()),
) as Stepped & object;

/** Called with the generator as receiver: the look-up of `next` would be another for each body. */
const resume = generator.next as (this: Stepped) => IteratorResult<unknown, unknown>;

/** Gives `instanceof` the prototype that all generators share. */
function AnyGenerator(): void {}
AnyGenerator.prototype = generator;

/** No private methods here: each would cost every goroutine a hidden field. */
export class Goroutine<T = unknown> extends Pending<T> implements Task {
  declare readonly id: number;
  declare readonly fn: Body;
  declare body: Stepped | Body | null;
  declare wait: unknown;
  declare readonly world: World;

  constructor(world: World, fn: Body, args: unknown[]) {
    super(args);
    this.id = ++world.lastGoroutine;
    this.fn = fn;
    this.body = fn;
    this.wait = null;
    this.world = world;
    world.live++;
    (world.controller ?? kernel.observer)?.started(this);
  }

  /** The name of its function; empty if it has none. */
  get name(): string {
    return this.fn.name;
  }

  /** What messages call it. */
  get label(): string {
    return `goroutine ${this.id} ${this.name || 'anonymous'}`;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    const { body } = this;
    if (typeof body === 'function') {
      start(this, body);
      return;
    }
    if (body === null) return;
    this.wait = null;
    kernel.current = this;
    let result: IteratorResult<unknown, unknown>;
    try {
      result = resume.call(body);
    } catch (error) {
      kernel.current = null;
      crash(this, error);
      return;
    }
    kernel.current = null;
    if (result.done === true) finish(this, result.value);
    else if (this.wait === null) interrupt(this, body, strange(this, result.value), false);
    else if (this.world.budget <= 0) lookAt(this, body);
  }

  /** Nobody joined a goroutine that failed: the host gets an uncaught exception. */
  override surface(): void {
    host.raise(new PanicError(this.label, this.value));
  }
}

function start(goroutine: Goroutine, fn: Body): void {
  const args = goroutine.value as never[];
  goroutine.value = undefined;
  goroutine.body = null;
  let result: unknown;
  kernel.entered = goroutine;
  try {
    result = fn(...args);
  } catch (error) {
    kernel.entered = null;
    crash(goroutine, error);
    return;
  }
  kernel.entered = null;
  if (result instanceof (AnyGenerator as unknown as { new (): Stepped })) {
    goroutine.body = result;
    goroutine.step();
  } else {
    finish(goroutine, result);
  }
}

/** Its function has returned; a thenable is awaited before the goroutine is over. */
function finish(goroutine: Goroutine, result: unknown): void {
  if (result !== undefined && result !== null) {
    const called = goroutine.body === null;
    goroutine.body = null;
    try {
      const { then, next } = result as { then?: unknown; next?: unknown };
      if (typeof then === 'function') {
        const resolved = (value: unknown): void => end(goroutine, value);
        const rejected = (error: unknown): void => crash(goroutine, error);
        (then as PromiseLike<unknown>['then']).call(result, resolved, rejected);
        return;
      }
      // A function that was called and gave an iterator of another kind: nobody would ever ask that
      // for more. Most likely it was an async generator's.
      if (called && typeof next === 'function')
        throw strange(goroutine, result, 'returned an iterator');
    } catch (error) {
      crash(goroutine, error);
      return;
    }
  }
  end(goroutine, result);
}

// A thenable of the user's may settle twice, or settle and throw: only the first time counts.

function end(goroutine: Goroutine, result: unknown): void {
  if (goroutine.done) return;
  leave(goroutine, undefined);
  settle(goroutine, result);
}

/** Its function has thrown. */
function crash(goroutine: Goroutine, error: unknown): void {
  if (goroutine.done) return;
  leave(goroutine, error);
  // Ending by goexit is no failure: only who joins is told of it.
  if (error instanceof GoexitError) rareOf(goroutine).observed = true;
  fail(goroutine, error);
}

function leave(goroutine: Goroutine, error: unknown): void {
  const { world } = goroutine;
  goroutine.body = null;
  world.live--;
  if (world.exiting === goroutine) world.exiting = null;
  (world.controller ?? kernel.observer)?.ended(goroutine, error);
}

/** It is suspended; but it may be one that has to end, or that must not wait for this. */
function lookAt(goroutine: Goroutine, body: Stepped): void {
  const error = goroutine.world.refuse?.(goroutine) ?? null;
  if (error !== null) interrupt(goroutine, body, error, error instanceof GoexitError);
}

/**
 * Throws into a goroutine that is suspended with what it must not wait for. If it is so once more,
 * it ends: what its `finally` blocks can do without waiting is still done.
 */
function interrupt(goroutine: Goroutine, body: Stepped, error: Error, last: boolean): void {
  let result: IteratorResult<unknown, unknown>;
  goroutine.wait = last ? goroutine : null;
  kernel.current = goroutine;
  try {
    result = last ? body.return(undefined) : body.throw(error);
  } catch (thrown) {
    kernel.current = null;
    crash(goroutine, thrown);
    return;
  }
  kernel.current = null;
  if (last) crash(goroutine, error);
  else if (result.done === true) finish(goroutine, result.value);
  else if (goroutine.wait === null) interrupt(goroutine, body, error, true);
}

function strange(
  { label }: Goroutine,
  value: unknown,
  did = `yielded ${value instanceof Waitable ? 'an operation' : typeof value}`,
): MisuseError {
  return new MisuseError(`${label} ${did}: yield* an operation or until(promise)`, value);
}
