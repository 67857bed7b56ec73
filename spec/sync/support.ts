import { transformSync } from 'esbuild';
import type { Routine } from 'millrace';
import { go } from 'millrace';
import { Controlled } from '../../lib/kernel/controlled.ts';

export { idle } from '../channel/forms.ts';
export { failure, forms, wait } from '../goroutine/script.ts';
export type { Form, Script } from '../goroutine/script.ts';

/** What a call throws. */
export function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('it threw nothing');
}

/**
 * A function from its text, with what the compiler makes of `using` where the engine has none: so
 * it is what users of today run.
 */
export function compiled<F>(text: string): F {
  const { code } = transformSync(`globalThis.compiled = ${text}`, { target: 'es2022' });
  const scope = { compiled: undefined as unknown };
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is a spec's own
  new Function('globalThis', code)(scope);
  return scope.compiled as F;
}

/**
 * Runs bodies as goroutines of a world whose clock stands while anybody can run, and whose run queue
 * is a FIFO, as that of the default world is.
 */
export function simulate(...bodies: (() => Routine<void>)[]): Controlled {
  const world = new Controlled({ choose: () => 0 });
  world.run(() => {
    for (const body of bodies) void go(body);
  });
  return world;
}
