/** What can go wrong with a pool of procs. */
import { GoError } from '../kernel/errors.ts';

/**
 * The thread that ran a call has ended: it threw outside of a call, which is the `cause`, left by
 * itself, or was ended. What the call has done until then is done.
 */
export class ProcExitError extends GoError {
  /** The thread's exit status. */
  readonly status: number;

  constructor(name: string, status: number, cause?: unknown) {
    const options = cause === undefined ? undefined : { cause };
    super(`${name} ended with status ${String(status)}`, 'PROC_EXIT', options);
    this.status = status;
  }
}

/** A call of a pool that has been closed. */
export class ProcsClosedError extends GoError {
  constructor() {
    super('call of closed procs');
  }
}

/** A call of a function that the module does not serve: the message lists those it does. */
export class NotServedError extends GoError {
  /** The names that are served. */
  readonly served: readonly string[];

  constructor(name: string, served: readonly string[]) {
    super(
      `${JSON.stringify(name)} is not served; these are: ${served.join(', ') || 'none'}`,
      'NOT_SERVED',
    );
    this.served = served;
  }
}
