/**
 * A goroutine: the handle that `go` returns, which is an operation that joins it, and the task that
 * its world resumes.
 *
 * Its phases: new (`body` is the function, `value` its arguments) → either stepped by us (`body` is
 * a generator) or left to the host (an async function: `body` is null) → over (`done`).
 *
 * Invariants:
 *  - `wait` is null while it is stepped; while it is suspended it is what it was suspended with;
 *  - a goroutine that is over is never stepped again;
 *  - `kernel.current` is a generator goroutine while that one runs, and null at all other times.
 */
import { GoexitError, MisuseError, PanicError } from './errors.ts';
import * as host from './host.ts';
import { announce, fail, foreignOp, Pending, rareOf, Ready, settle } from './op.ts';
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
    if (this.id === 1 && world === kernel.home) announce();
    if (kernel.observer !== null) kernel.observer.started(this);
  }

  /** The name of its function, for reports. */
  get name(): string {
    return this.fn.name || 'anonymous';
  }

  override home(): World {
    return this.world;
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
    else if (result !== this.wait) suspendedStrangely(this, body, result);
    else if (this.world.strict) lookAt(this, body);
  }

  /** The program has ended without it: it is never stepped again, and takes nothing (GO-06). */
  drop(): void {
    if (this.wait instanceof Pending) this.wait.withdraw();
    this.body = null;
    this.world.live--;
  }

  /** Nobody joined a goroutine that failed: the host gets an uncaught exception. */
  override raise(): void {
    host.raise(new PanicError(`goroutine ${String(this.id)} ${this.name}`, this.value));
  }
}

function start(goroutine: Goroutine, fn: Body): void {
  const args = goroutine.value as never[];
  const { observer } = kernel;
  goroutine.value = undefined;
  goroutine.body = null;
  let result: unknown;
  if (observer !== null) observer.entered(goroutine);
  try {
    result = fn(...args);
  } catch (error) {
    crash(goroutine, error);
    return;
  } finally {
    if (observer !== null) observer.entered(null);
  }
  if (result instanceof (AnyGenerator as unknown as { new (): Stepped })) {
    goroutine.body = result;
    goroutine.step();
  } else {
    finish(goroutine, result);
  }
}

/** Its function has returned; a thenable is awaited before the goroutine is over. */
function finish(goroutine: Goroutine, result: unknown): void {
  if ((typeof result === 'object' && result !== null) || typeof result === 'function') {
    goroutine.body = null;
    try {
      const { then } = result as { then?: unknown };
      if (typeof then === 'function') {
        // A thenable of the user's may call both, or one twice: only the first call counts.
        const resolved = (value: unknown): void => {
          if (!goroutine.done) end(goroutine, value);
        };
        const rejected = (error: unknown): void => {
          if (!goroutine.done) crash(goroutine, error);
        };
        (then as PromiseLike<unknown>['then']).call(result, resolved, rejected);
        return;
      }
    } catch (error) {
      crash(goroutine, error);
      return;
    }
  }
  end(goroutine, result);
}

function end(goroutine: Goroutine, result: unknown): void {
  leave(goroutine, undefined);
  settle(goroutine, result);
}

/** Its function has thrown. */
function crash(goroutine: Goroutine, error: unknown): void {
  leave(goroutine, error);
  // Ending by goexit is no failure: only who joins is told of it.
  if (error instanceof GoexitError) rareOf(goroutine).observed = true;
  fail(goroutine, error);
}

function leave(goroutine: Goroutine, error: unknown): void {
  const { world } = goroutine;
  goroutine.body = null;
  world.live--;
  if (world.exiting === goroutine) world.exits(null);
  if (kernel.observer !== null) kernel.observer.ended(goroutine, error);
}

/** It is suspended; but it may be one that has to end, or that must not wait for this. */
function lookAt(goroutine: Goroutine, body: Stepped): void {
  const { wait, world } = goroutine;
  if (world.exiting === goroutine) {
    endNow(goroutine, body, new GoexitError());
  } else if (wait instanceof Pending && (wait.home() ?? world) !== world) {
    if (wait.task === goroutine) wait.task = null;
    interrupt(goroutine, body, new MisuseError('yield* on an operation of another world'));
  }
}

/** What it was suspended with is none of our operations. */
function suspendedStrangely(goroutine: Goroutine, body: Stepped, result: unknown): void {
  const op = foreignOp(result);
  if (op === undefined) {
    interrupt(goroutine, body, new MisuseError(`a goroutine yielded ${describe(result)}`));
    return;
  }
  const wake = (): void => goroutine.ready();
  goroutine.wait = result;
  op.then(wake, wake);
}

/** Throws into the goroutine where it is suspended; a second strange suspension ends it. */
function interrupt(goroutine: Goroutine, body: Stepped, error: Error): void {
  goroutine.wait = null;
  kernel.current = goroutine;
  let result: IteratorResult<unknown, unknown>;
  try {
    result = body.throw(error);
  } catch (thrown) {
    kernel.current = null;
    crash(goroutine, thrown);
    return;
  }
  kernel.current = null;
  if (result.done === true) finish(goroutine, result.value);
  else if (result !== goroutine.wait) endNow(goroutine, body, error);
}

/** Runs what `finally` blocks can still do without waiting, and ends it. */
function endNow(goroutine: Goroutine, body: Stepped, error: unknown): void {
  if (goroutine.wait instanceof Pending) goroutine.wait.withdraw();
  goroutine.wait = goroutine;
  kernel.current = goroutine;
  let reason = error;
  try {
    body.return(undefined);
  } catch (thrown) {
    reason = thrown;
  }
  kernel.current = null;
  crash(goroutine, reason);
}

function describe(result: unknown): string {
  const { value } = result as { value?: unknown };
  const kind = value instanceof Pending || value instanceof Ready ? 'an operation' : typeof value;
  return `${kind} by yield: it can wait only with yield* on an operation (until for a promise)`;
}
