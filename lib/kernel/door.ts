/**
 * The doors of operations: what a caller gets to wait with. A generator goroutine gets the operation
 * itself; everybody else gets a plain promise with an iterator, since `await` is fastest on those
 * (docs/decisions/0002).
 */
import { fail, Pending, rareOf, Ready, settle, type Op, type Resolve } from './op.ts';
import { kernel, type World } from './world.ts';

/** The operation that is over and gave nothing; one serves them all. */
const NOTHING = /* @__PURE__ */ new Ready<void>(undefined);
const NOTHING_PROMISE = /* @__PURE__ */ iterable(Promise.resolve());

/** An operation that is over and gave nothing. */
export function nothing(): Op<void> {
  if (kernel.current !== null) return NOTHING;
  return kernel.observer === null ? NOTHING_PROMISE : over(undefined);
}

/** An operation that is over and gave a value. Precondition: the value is no thenable. */
export function over<T>(value: T): Op<T> {
  if (kernel.current !== null) return new Ready<T>(value);
  const promise = Promise.resolve(value);
  kernel.observer?.waits(null, promise);
  return iterable(promise);
}

/**
 * The door of a new operation: itself for a generator goroutine, a promise for everybody else.
 * Precondition: it is as it was made: `ext` is null.
 */
export function open<T>(op: Pending): Op<T> {
  return kernel.current !== null ? (op as Pending<T>) : promised<T>(op);
}

function promised<T>(op: Pending): Op<T> {
  // The closure is dearer than a shared function that leaves the resolver in a variable, but such a
  // variable is old and the resolver young: V8 would note every store, a tenth of a ping-pong's time.
  const promise = new Promise<T>((resolve) => {
    op.ext = resolve as Resolve;
  });
  kernel.observer?.waits(op, promise);
  return iterable(promise);
}

function iterable<T>(promise: Promise<T>): Op<T> {
  (promise as { [Symbol.iterator]?: unknown })[Symbol.iterator] = iteratePromise;
  return promise as Op<T>;
}

function iteratePromise(this: Promise<unknown>): Pending {
  const op = new Pending(undefined);
  rareOf(op).observed = true;
  this.then(
    (value) => settle(op, value),
    (error: unknown) => fail(op, error),
  );
  return op;
}

/** An operation that failed at once. */
export function failed(error: unknown): Op<never> {
  if (kernel.current === null) return iterable(Promise.reject(error));
  const op = new Pending<never>(undefined);
  fail(op, error);
  return op;
}

/**
 * Lets an operation that is over look unfinished until the slice that it ended is over too: then it
 * is told to `settle` or to `fail`.
 */
export function afterSlice(world: World, tell: typeof settle, value: unknown): Op<never> {
  const op = new Pending(undefined);
  world.late.push(() => tell(op, value));
  return open(op);
}
