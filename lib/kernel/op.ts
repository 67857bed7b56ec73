/**
 * An operation that is under way or over, and the ways to wait for it.
 *
 * In a generator goroutine the operation itself is the queue's node, the iterator that `yield*`
 * walks and the result that iterator gives (docs/decisions/0001).
 *
 * Invariants:
 *  - `done` turns true once; from then on `value` is the result, or the error if it has failed;
 *  - `task` is a goroutine that is suspended on this operation and that its end makes ready;
 *  - `ext` is null in the plain case; a promise's resolver if the promise is all there is to
 *    serve; else a `Rare`, which holds whatever else there is.
 */
import { MisuseError } from './errors.ts';
import * as host from './host.ts';
import type { Link, WaitQueue } from './wait-queue.ts';
import { kernel, type Task } from './world.ts';

declare const suspended: unique symbol;

/** What a generator goroutine yields. Only `yield*` on an {@link Op} makes one. */
export interface Suspended {
  /** Nobody can make one. */
  readonly [suspended]: true;
}

/**
 * Something that can be waited for: `await` it in an async function, `yield*` it in a generator
 * goroutine. It has started when it was made, and may be waited for later, elsewhere and by many.
 */
export interface Op<T> extends Promise<T> {
  /** For `yield*`, in a generator goroutine. */
  [Symbol.iterator](): Iterator<Suspended, T, void>;
}

/** What a generator goroutine is: annotate recursive ones with it. */
export type Routine<T> = Generator<Suspended, T, void>;

export type Resolve = (value: unknown) => void;

/** Who is told when an operation has ended, beside the first who waits; a task is one. */
export interface Listener {
  ready(op: Pending): void;
}

/** What only some operations need. It is the operation's place in the line of an AbortSignal. */
export class Rare implements Link {
  declare readonly op: Pending;
  declare resolver: Resolve | null;
  declare observers: Listener[] | null;
  declare failed: boolean;
  declare observed: boolean;
  declare before: Rare | null;
  declare after: Rare | null;
  declare queue: WaitQueue | null;

  constructor(op: Pending, resolver: Resolve | null) {
    this.op = op;
    this.resolver = resolver;
    this.observers = null;
    this.failed = false;
    this.observed = false;
    this.before = null;
    this.after = null;
    this.queue = null;
  }
}

/** What every operation is to whoever does not know it: a promise, and something to `yield*`. */
export abstract class Waitable<T> implements Op<T> {
  declare done: boolean;
  declare value: unknown;

  /** For `yield*`, in a generator goroutine. */
  [Symbol.iterator](): Iterator<Suspended, T, void> {
    return this as unknown as Iterator<Suspended, T, void>;
  }

  /** `yield*` asks for this when something is thrown into the goroutine that waits here. */
  throw(error: unknown): never {
    throw error;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- an Op is a promise to whoever asks
  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return promiseOf<T>(this as unknown as Pending).then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, rejected);
  }

  finally(callback?: (() => void) | null): Promise<T> {
    return this.then().finally(callback);
  }

  get [Symbol.toStringTag](): string {
    return 'Op';
  }
}

/** An operation that has not ended when it is made. */
export class Pending<T = unknown> extends Waitable<T> {
  declare task: Task | null;
  declare ext: Resolve | Rare | null;

  constructor(value: unknown) {
    super();
    this.done = false;
    this.value = value;
    this.task = null;
    this.ext = null;
  }

  /** `yield*` passes one argument, `for…of` and spread pass none: so they are told apart. */
  next(_input?: unknown): this {
    if (this.ext === null && arguments.length !== 0) {
      if (this.done) return this;
      const task = kernel.current;
      if (task !== null && task.wait === null && this.task === null) {
        task.wait = this;
        this.task = task;
        return this;
      }
    }
    return nextRare(this, arguments.length) as this;
  }

  /** Takes it out of whatever it waits in. */
  withdraw(): void {}

  /** Nobody looked at its failure: tells the host. */
  surface(): void {
    void Promise.reject(this.value);
  }
}

/** An operation that had ended when it was made. */
export class Ready<T = unknown> extends Waitable<T> {
  constructor(value: T) {
    super();
    this.done = true;
    this.value = value;
  }

  next(_input?: unknown): this {
    if (arguments.length === 0) throw oneShot();
    return this;
  }
}

/** Makes room for what only some operations need. */
export function rareOf(op: Pending): Rare {
  const { ext } = op;
  if (ext !== null && typeof ext !== 'function') return ext;
  return (op.ext = new Rare(op, ext));
}

/** Ends an operation well. Precondition: it stands in no queue. Runs no code of the user. */
export function settle(op: Pending, value: unknown): void {
  const { ext } = op;
  op.done = true;
  if (ext === null) {
    const { task } = op;
    op.value = value;
    if (task !== null) {
      op.task = null;
      task.ready();
    }
  } else if (typeof ext === 'function') {
    ext(value);
  } else {
    op.value = value;
    settleRare(op, ext);
  }
}

function settleRare(op: Pending, ext: Rare): void {
  // A failed operation keeps its Rare: that is how `next` knows.
  if (!ext.failed) op.ext = null;
  ext.queue?.remove(ext);
  if (ext.resolver !== null) {
    ext.observed = true;
    // A rejected promise would for a moment be one that nobody handles: hosts keep a list of those,
    // which costs as much again, and Deno searches it from end to end.
    // oxlint-disable-next-line unicorn/no-thenable -- a promise takes on the state of nothing else
    ext.resolver(ext.failed ? { then: (_: unknown, no: Resolve) => no(op.value) } : op.value);
  }
  const { task } = op;
  if (task !== null) {
    op.task = null;
    ext.observed = true;
    task.ready();
  }
  const { observers } = ext;
  ext.observers = null;
  if (observers !== null) {
    ext.observed = true;
    for (const observer of observers) observer.ready(op);
  }
}

/** Ends an operation badly. Precondition: it stands in no queue. */
export function fail(op: Pending, error: unknown): void {
  const rare = rareOf(op);
  rare.failed = true;
  op.value = error;
  op.done = true;
  settleRare(op, rare);
  if (!rare.observed) watch(op);
}

/** Whether an operation that is over went badly. */
export function hasFailed(op: Pending): boolean {
  // A resolver has no such mark; `Ready` has no `ext` at all, and never fails.
  return (op.ext as Rare | null)?.failed === true;
}

/** Failures that nobody has looked at, until the end of the macrotask. */
let unobserved: Pending[] = [];

function watch(op: Pending): void {
  if (unobserved.push(op) === 1) host.macrotask(raiseUnobserved);
}

function raiseUnobserved(): void {
  const ops = unobserved;
  unobserved = [];
  for (const op of ops) if (!rareOf(op).observed) op.surface();
}

function promiseOf<T>(op: Pending): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const ready = (): void => {
      (hasFailed(op) ? reject : resolve)(op.value as T);
    };
    if (!op.done) observe(op, { ready });
    else ready();
    if (hasFailed(op)) rareOf(op).observed = true;
  });
}

/** Adds one more who is told when the operation has ended. Precondition: it has not. */
export function observe(op: Pending, observer: Listener): void {
  const rare = rareOf(op);
  rare.observers ??= [];
  rare.observers.push(observer);
}

/** The cases of `next` that are not plain; see the class. */
function nextRare(op: Pending, passed: number): unknown {
  if (passed === 0) throw oneShot();
  if (op.done) {
    if (!hasFailed(op)) return op;
    rareOf(op).observed = true;
    throw op.value;
  }
  const task = kernel.current;
  if (task === null) {
    throw new MisuseError('yield* outside a goroutine: start one with go');
  }
  if (task.wait !== null) {
    throw oneShot();
  }
  task.wait = op;
  if (op.task === null) op.task = task;
  else observe(op, task);
  return op;
}

function oneShot(): MisuseError {
  return new MisuseError('an operation is waited for with yield* or await, not iterated');
}
