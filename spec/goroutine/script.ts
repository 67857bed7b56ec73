import { go } from 'millrace';
import type { Goroutine, Op, Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';

/** A body that is written once and run as a goroutine of either form: it yields what to wait for. */
export type Script<T = void> = Generator<() => Op<unknown>, T, unknown>;

/** Inside a script, what `yield*` is in a generator goroutine and `await` in an async one. */
export function* wait<T>(make: () => Op<T>): Script<T> {
  return (yield make) as T;
}

function* stepped<T>(script: Script<T>): Routine<T> {
  let step = script.next(undefined);
  while (step.done !== true) {
    let given: unknown;
    try {
      given = yield* step.value();
    } catch (error) {
      step = script.throw(error);
      continue;
    }
    step = script.next(given);
  }
  return step.value;
}

async function awaited<T>(script: Script<T>): Promise<T> {
  let step = script.next(undefined);
  while (step.done !== true) {
    let given: unknown;
    try {
      given = await step.value();
    } catch (error) {
      step = script.throw(error);
      continue;
    }
    step = script.next(given);
  }
  return step.value;
}

/** One of the two forms of goroutine. */
export type Form = {
  readonly name: 'generator' | 'async';
  /** Starts a script as a goroutine of this form. */
  start<A extends unknown[], T>(script: (...args: A) => Script<T>, ...args: A): Goroutine<T>;
};

export const forms: readonly Form[] = [
  {
    name: 'generator',
    start: (script, ...args) => go((...all) => stepped(script(...all)), ...args) as never,
  },
  {
    name: 'async',
    start: (script, ...args) => go((...all) => awaited(script(...all)), ...args) as never,
  },
];

/** Both forms for two sides: all four pairs. */
export const pairs: readonly (readonly [Form, Form])[] = forms.flatMap((a) =>
  forms.map((b) => [a, b] as const),
);

/**
 * Until everyone who can run has run, however slow the machine, and failures have come to light.
 * Only macrotasks pass, no time.
 */
export async function idle(): Promise<void> {
  const { home } = kernel;
  for (let i = 0; i < 4 || home.queue.length > 0 || home.spent || home.late.length > 0; i++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** What an operation or a promise fails with. */
export async function failure(op: PromiseLike<unknown>): Promise<unknown> {
  try {
    await op;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
