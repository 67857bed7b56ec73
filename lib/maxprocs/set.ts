/** set: GOMAXPROCS by a rule. */
import { MisuseError } from '../kernel/errors.ts';
import { answer, locate } from './answer.ts';
import { goQuote } from './go-quote.ts';
import { governor, procsIn, type Governor } from './governor.ts';
import { environment, type Env } from './host.ts';
import { planKeys, planOf, type Plan, type QuotaOptions } from './options.ts';

/** Takes back what `set` did. */
export type Undo = () => void;

/** What `set` may be told. */
export interface SetOptions extends QuotaOptions {
  /** Told what is done and why, a line without its end each time. Default: nobody. */
  readonly logger?: ((line: string) => void) | undefined;
  /** The environment in which GOMAXPROCS is looked up. Default: the process's. */
  readonly env?: Env | undefined;
}

const known = [...planKeys, 'logger', 'env'];

/**
 * Sets GOMAXPROCS by a rule, and returns a function that takes that back.
 *
 * Under `millrace`, the default, and `go` the number follows the limits from then on, looked at
 * again at most once a second while something asks for it; a GOMAXPROCS in the environment that is a
 * number from 1 up wins and is never changed. Under `automaxprocs` it is set once, as that package
 * does: any GOMAXPROCS in the environment, even an empty one, leaves all as it is, and so does a
 * quota that is not there. Its texts go to the logger.
 *
 * @throws MisuseError for an option that is none.
 * @throws QuotaError under `automaxprocs`, when the quota cannot be read; nothing has changed.
 *
 * @example
 * ```ts
 * import { set } from 'millrace/maxprocs';
 * import { gomaxprocs } from 'millrace/runtime';
 *
 * const undo = set({ rule: 'go', env: { GOMAXPROCS: '3' } });
 * console.log(gomaxprocs()); //=> 3
 * undo();
 * ```
 *
 * @see {@link inspect} to only ask.
 */
export function set(options: SetOptions = {}): Undo {
  return setOn(governor, options);
}

/** @internal */
export function setOn(target: Governor, options: SetOptions): Undo {
  const plan = planOf(options, known);
  const { logger, env = environment() } = options;
  if (logger !== undefined && typeof logger !== 'function') {
    throw new MisuseError('logger: a function was expected');
  }
  if (Object(env) !== env) throw new MisuseError('env: an object was expected');
  const log = (line: string): void => logger?.(`maxprocs: ${line}`);
  const once = plan.name === 'automaxprocs';
  return once ? setOnce(target, plan, env, log) : follow(target, plan, env, log);
}

type Log = (line: string) => void;

const honoring = (text: string): string =>
  `Honoring GOMAXPROCS=${goQuote(text)} as set in environment`;

function follow(target: Governor, plan: Plan, env: Env, log: Log): Undo {
  const fixed = procsIn(env);
  const why =
    fixed === undefined
      ? answer(plan, locate(plan))
      : { procs: fixed, reason: honoring(env['GOMAXPROCS'] ?? '') };
  if (fixed === undefined) log(`Updating GOMAXPROCS=${String(why.procs)}: ${why.reason}`);
  else log(why.reason);
  const before = target.follow(plan, fixed);
  let done = false;
  return () => {
    if (done) return log('No GOMAXPROCS change to reset');
    done = true;
    log(`Resetting GOMAXPROCS to ${String(before.value)}`);
    target.restore(before);
  };
}

function setOnce(target: Governor, plan: Plan, env: Env, log: Log): Undo {
  const nothing = (): void => log('No GOMAXPROCS change to reset');
  const present = env['GOMAXPROCS'];
  if (present !== undefined) {
    log(honoring(present));
    return nothing;
  }
  const { quota, procs } = answer(plan, locate(plan));
  const before = target.procs;
  if (quota === undefined) {
    log(`Leaving GOMAXPROCS=${String(before)}: CPU quota undefined`);
    return nothing;
  }
  const isMin = Math.trunc(plan.round(quota.cpus)) < plan.min;
  const why = isMin ? 'using minimum allowed GOMAXPROCS' : 'determined from CPU quota';
  log(`Updating GOMAXPROCS=${String(procs)}: ${why}`);
  target.set(procs);
  return () => {
    log(`Resetting GOMAXPROCS to ${String(before)}`);
    target.set(before);
  };
}
