/** withDeadline and withTimeout: contexts that are over when their time is up. */
import { MisuseError } from '../kernel/errors.ts';
import { here } from '../kernel/world.ts';
import { epochOf } from '../time/clock.ts';
import { milliseconds } from '../time/milliseconds.ts';
import type { CancelFunc, Context } from './context.ts';
import { Derived } from './derived.ts';
import { DeadlineExceeded } from './errors.ts';
import { Expiry } from './expiry.ts';
import { checkParent } from './ours.ts';

type Cancellable = [ctx: Context, cancel: CancelFunc];

/**
 * A context that is over at a time, in milliseconds since the epoch; or when `cancel` is called or
 * its parent is over, if that is sooner. If the parent's deadline is earlier, that one counts, and no
 * timer is armed (CX-13). A time that has passed ends it at once (CX-14).
 *
 * Until it is over its deadline keeps the process alive, as a sleep does: call `cancel` when the
 * work is done.
 *
 * @throws NilParentError without a parent. MisuseError if the deadline is no number.
 */
export function withDeadline(parent: Context, deadline: number): Cancellable {
  return withDeadlineCause(parent, deadline, undefined);
}

/** The same, with the cause that it has if its time is up; `cancel` does not set it (CX-15). */
export function withDeadlineCause(parent: Context, deadline: number, cause: unknown): Cancellable {
  checkParent(parent);
  if (typeof deadline !== 'number' || Number.isNaN(deadline)) {
    throw new MisuseError('withDeadline: milliseconds since the epoch were expected');
  }
  return derive(parent, deadline, deadline - epochOf(here()), cause);
}

/**
 * A context that is over after so many milliseconds; or when `cancel` is called or its parent is
 * over, if that is sooner (CX-17).
 *
 * @throws NilParentError without a parent. MisuseError if it is given no number.
 *
 * @example
 * ```ts
 * import { sleep } from 'millrace';
 * import { background, DeadlineExceeded, withTimeout } from 'millrace/context';
 *
 * const [ctx, cancel] = withTimeout(background(), 5);
 * try {
 *   await sleep(60_000, { signal: ctx.signal });
 * } catch (error) {
 *   console.log(error === DeadlineExceeded, ctx.err()?.message);
 * } finally {
 *   cancel();
 * }
 * // Output:
 * // true context deadline exceeded
 * ```
 */
export function withTimeout(parent: Context, ms: number): Cancellable {
  return withTimeoutCause(parent, ms, undefined);
}

/** The same, with the cause that it has if its time is up; `cancel` does not set it (CX-15). */
export function withTimeoutCause(parent: Context, ms: number, cause: unknown): Cancellable {
  checkParent(parent);
  const world = here();
  const dueMs = world.now() + milliseconds(ms, 'withTimeout');
  return derive(parent, epochOf(world) + dueMs, dueMs, cause);
}

/** The deadline twice: in milliseconds since the epoch and, exact, on the clock of the world. */
function derive(parent: Context, limitMs: number, dueMs: number, cause: unknown): Cancellable {
  const above = parent.deadline();
  const ctx = new Derived(parent, above !== undefined && above < limitMs ? undefined : limitMs);
  if (ctx.timed && ctx.error === undefined) {
    const world = here();
    const why = cause ?? DeadlineExceeded;
    if (dueMs <= world.now()) ctx.expire(why, false);
    else ctx.expiry = new Expiry(ctx, world, dueMs, why);
  }
  return [ctx, () => ctx.stop(undefined)];
}
