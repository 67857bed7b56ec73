/**
 * A goroutine's body that runs in either form: it yields operations, and whoever drives it waits
 * for them with `yield*` or with `await`.
 */
import { go, type Goroutine, type Op, type Routine } from 'millrace';

export type Script<T> = Generator<Op<unknown>, T, unknown>;

export type Form = 'generator' | 'async';
export const forms: readonly Form[] = ['generator', 'async'];

/** Waits for an operation, in a script. */
export function* wait<T>(op: Op<T>): Script<T> {
  return (yield op) as T;
}

/** Runs a script as a goroutine of that form. */
export function start<T>(form: Form, script: () => Script<T>): Goroutine<Awaited<T>> {
  return form === 'generator' ? go(generator<T>, script) : go(asynchronous<T>, script);
}

export function* generator<T>(script: () => Script<T>): Routine<T> {
  const body = script();
  let step = body.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      value = yield* step.value;
    } catch (error) {
      step = body.throw(error);
      continue;
    }
    step = body.next(value);
  }
  return step.value;
}

export async function asynchronous<T>(script: () => Script<T>): Promise<T> {
  const body = script();
  let step = body.next();
  while (step.done !== true) {
    let value: unknown;
    try {
      value = await step.value;
    } catch (error) {
      step = body.throw(error);
      continue;
    }
    step = body.next(value);
  }
  return step.value;
}
