/**
 * `millrace/errgroup`: Go's golang.org/x/sync/errgroup.
 *
 * @module
 */
import './inspect/errgroup.ts';
import type { WaitOptions } from './kernel/abort.ts';
import { failed, nothing } from './kernel/door.ts';
import { MisuseError, noFunction } from './kernel/errors.ts';
import type { Op } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import { here } from './kernel/world.ts';
import type { Context } from './context/context.ts';
import { withCancelCause } from './context/with-cancel.ts';
import { ErrgroupLimitError } from './errgroup/limit-error.ts';
import { Start, Tasks } from './errgroup/tasks.ts';

export { ErrgroupLimitError };

/**
 * Tasks that belong together: `go` starts them, `wait` waits for all of them and fails with the
 * first error. A task is a plain function or a goroutine's of either form; its error is what it
 * throws, and what it returns is of no account. Source: EG-01 to EG-10.
 *
 * Errors after the first are dropped, as Go's are, and so is the first if nobody waits.
 *
 * @example
 * ```ts
 * import { go, sleep } from 'millrace';
 * import { Group } from 'millrace/errgroup';
 *
 * function* fetchAll(names: string[]) {
 *   const group = new Group();
 *   group.setLimit(2);
 *   for (const name of names) {
 *     yield* group.go(function* () {
 *       yield* sleep(1);
 *       if (name === 'c') throw new Error(`no ${name}`);
 *       console.log(name);
 *     });
 *   }
 *   yield* group.wait();
 * }
 * try {
 *   await go(fetchAll, ['a', 'b', 'c', 'd']);
 * } catch (error) {
 *   console.log(String(error));
 * }
 * // Output:
 * // a
 * // b
 * // d
 * // Error: no c
 * ```
 */
export class Group {
  /** @internal */
  declare readonly tasks: Tasks;

  constructor() {
    this.tasks = new Tasks(here());
  }

  /**
   * Starts a task; under a limit it waits until there is a place for it, in the order of coming. The
   * task runs after the caller waits or ends, as with `go`. An abort takes it back: then it never
   * runs.
   *
   * @throws FatalError `go of nil func value` if it is no function.
   */
  go(fn: () => unknown, options?: WaitOptions): Op<void> {
    const { tasks } = this;
    if (typeof fn !== 'function') return failed(noFunction(fn));
    if (--tasks.world.budget < 0 || options !== undefined || !tasks.hasPlace) {
      return wait(new Start(tasks, fn), options);
    }
    tasks.start(fn);
    return nothing();
  }

  /**
   * Starts a task if there is a place for it, and says whether it did. Never waits.
   *
   * @throws FatalError `go of nil func value` if it is no function.
   */
  tryGo(fn: () => unknown): boolean {
    const { tasks } = this;
    if (typeof fn !== 'function') throw noFunction(fn);
    if (!tasks.hasPlace) return false;
    tasks.start(fn);
    return true;
  }

  /**
   * Lets so many tasks run at once; 0 none at all, a negative number any number. Whoever waits for a
   * place waits for one of the new ones.
   *
   * @throws ErrgroupLimitError if a limit is set while tasks run under the one before (EG-07);
   *   nothing has changed.
   */
  setLimit(limit: number): void {
    const { tasks } = this;
    if (!Number.isSafeInteger(limit)) {
      throw new MisuseError('Group.setLimit: a whole number was expected');
    }
    const { active } = tasks.places;
    if (limit >= 0 && active > 0) throw new ErrgroupLimitError(active);
    tasks.setLimit(limit < 0 ? Infinity : limit);
  }

  /**
   * Waits until all tasks have ended, then ends the context of the group, if it has one. An abort
   * gives up waiting and ends neither.
   *
   * @throws the first error of a task, now and at every later `wait` (EG-09).
   */
  wait(options?: WaitOptions): Op<void> {
    const { tasks } = this;
    tasks.world.budget--;
    return wait(tasks, options);
  }

  /** @internal */
  check(): void {
    this.tasks.check();
  }
}

/**
 * A group with a context: derived from `parent`, and over as soon as a task fails, with its error as
 * the cause, or else when `wait` ends. Hand it to the tasks, so that they can stop early.
 *
 * @throws NilParentError without a parent.
 *
 * @example
 * ```ts
 * import { sleep } from 'millrace';
 * import { background, cause } from 'millrace/context';
 * import { withContext } from 'millrace/errgroup';
 *
 * const [group, ctx] = withContext(background());
 * group.tryGo(function* () {
 *   yield* ctx.done().recv();
 *   console.log('stopped:', String(cause(ctx)));
 * });
 * group.tryGo(function* () {
 *   yield* sleep(1);
 *   throw new Error('disk full');
 * });
 * try {
 *   await group.wait();
 * } catch (error) {
 *   console.log(String(error));
 * }
 * // Output:
 * // stopped: Error: disk full
 * // Error: disk full
 * ```
 */
export function withContext(parent: Context): [group: Group, ctx: Context] {
  const [ctx, cancel] = withCancelCause(parent);
  const group = new Group();
  group.tasks.cancel = cancel;
  return [group, ctx];
}
