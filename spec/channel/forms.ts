/**
 * One body, both forms of goroutine.
 *
 * A body is a generator that yields operations and gets their results. `start` drives it either as
 * a generator goroutine, which waits with `yield*`, or as an async one, which waits with `await`;
 * the operations themselves are made inside that goroutine, so each form gets its own kind of them.
 */
import { expect } from 'chai';
import {
  go,
  numGoroutine,
  type Goroutine,
  type Op,
  type Received,
  type Receiver,
  type Routine,
  type Sender,
  type Signal,
} from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';

export type Body<T = void> = Generator<Op<unknown>, T, unknown>;

export interface Form {
  readonly name: string;
  /** Starts a body as a goroutine. */
  readonly start: <A extends unknown[], T>(
    body: (...args: A) => Body<T>,
    ...args: A
  ) => Goroutine<Awaited<T>>;
}

/** Waits for an operation, in a body. */
export function* on<T>(op: Op<T>): Body<T> {
  return (yield op) as T;
}

/** The body that sends one value. */
export function* sending<T>(channel: Sender<T>, value: T): Body {
  yield* on(channel.send(value));
}

/** The body that receives once. */
export function* receiving<T>(channel: Receiver<T>): Body<Received<T>> {
  return yield* on(channel.recv());
}

function* stepped<T>(body: Body<T>): Routine<T> {
  let step = body.next();
  while (step.done !== true) {
    let result: unknown;
    try {
      result = yield* step.value;
    } catch (error) {
      step = body.throw(error);
      continue;
    }
    step = body.next(result);
  }
  return step.value;
}

async function awaited<T>(body: Body<T>): Promise<Awaited<T>> {
  let step = body.next();
  while (step.done !== true) {
    let result: unknown;
    try {
      result = await step.value;
    } catch (error) {
      step = body.throw(error);
      continue;
    }
    step = body.next(result);
  }
  return await step.value;
}

export const generators: Form = {
  name: 'generator',
  start: (body, ...args) => go(stepped, body(...args)) as Goroutine<never>,
};

export const asyncs: Form = {
  name: 'async',
  start: (body, ...args) => go(awaited, body(...args)) as Goroutine<never>,
};

/** The capacities that behaviours are tried with. */
export const capacities = [0, 1, 2, 7] as const;

/** Declares specs once for each form. */
export function inBothForms(specs: (form: Form) => void): void {
  for (const form of [generators, asyncs]) {
    describe(`in ${form.name} goroutines`, () => specs(form));
  }
}

/** Declares specs once for each form and capacity. */
export function inBothFormsOver(
  sizes: readonly number[],
  specs: (form: Form, capacity: number) => void,
): void {
  inBothForms((form) => {
    for (const capacity of sizes) {
      describe(`over a capacity of ${capacity}`, () => specs(form, capacity));
    }
  });
}

/** Returns when everyone who can run has run, and whoever is left waits. */
export async function idle(): Promise<void> {
  const { home } = kernel;
  do {
    await new Promise((resolve) => setImmediate(resolve));
  } while (home.queue.length > 0 || home.spent || home.late.length > 0);
  home.check();
}

/** Whether an operation still waits when everyone who can run has run. */
export async function waits(op: Op<unknown>): Promise<boolean> {
  let over = false;
  const end = (): void => {
    over = true;
  };
  op.then(end, end);
  await idle();
  return !over;
}

/** How many stand in a line. */
export function inLine(queue: { first: { after: unknown } | null }): number {
  let count = 0;
  for (let one: unknown = queue.first; one !== null; one = (one as { after: unknown }).after)
    count++;
  return count;
}

interface Listener {
  handleEvent(event: never): void;
}

/** An AbortSignal and its controller in one: light, and it shows who listens. */
export class Bell implements Signal {
  aborted = false;
  reason: unknown = undefined;
  readonly listeners: Set<Listener> = new Set();

  addEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.delete(listener);
  }

  ring(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.listeners) listener.handleEvent(undefined as never);
  }
}

/** What an operation fails with. */
export async function failure(op: PromiseLike<unknown>): Promise<unknown> {
  try {
    await op;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** Has every spec of a suite leave as many goroutines behind as it found. */
export function leavesNobodyBehind(): void {
  let before = 0;
  beforeEach(() => {
    before = numGoroutine();
  });
  afterEach(async () => {
    await idle();
    expect(numGoroutine(), 'goroutines').to.equal(before);
  });
}
