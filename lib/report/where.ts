/** Where a goroutine waits. */
import type { Goroutine } from '../kernel/goroutine.ts';
import { Pending } from '../kernel/op.ts';
import { siteOf, type Site } from './site.ts';

/**
 * Where a suspended generator stands. `yield*` looks for a `throw` of the operation when something
 * is thrown in: ours looks at the stack, which has the generator on it, and suspends it again.
 * Nothing of the program runs.
 */
export function whereItWaits(goroutine: Goroutine): Site {
  let site: Site = {};
  const { body, wait } = goroutine;
  if (typeof body !== 'object' || body === null || !(wait instanceof Pending)) return site;
  const op = wait as unknown as { throw?: () => unknown };
  op.throw = () => {
    const { stack = '' } = siteOf(op.throw, 50);
    // Below this function stands who asks, which is none of the goroutine's business.
    site = { stack: stack.replace(/\n[^\n]*\bwhereItWaits\b[^]*/, '') };
    return { done: false, value: undefined };
  };
  body.throw(undefined);
  delete op.throw;
  return site;
}
