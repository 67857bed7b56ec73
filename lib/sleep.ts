/** sleep: waits for time to pass. */
import type { WaitOptions } from './kernel/abort.ts';
import { Alarm } from './kernel/alarm.ts';
import { MisuseError } from './kernel/errors.ts';
import { failed } from './kernel/door.ts';
import { settle, type Op } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import { here } from './kernel/world.ts';

class Sleep extends Alarm<void> {
  commit(): void {}

  fire(): void {
    while (this.waiters.first !== null) settle(this.waiters.shift(), undefined);
  }
}

/**
 * Waits at least so many milliseconds, fractions allowed; for 0 or less it does not wait at all
 * and lets nobody else run (TM-01). While it waits it keeps the process alive.
 */
export function sleep(ms: number, options?: WaitOptions): Op<void> {
  if (typeof ms !== 'number' || Number.isNaN(ms)) {
    return failed(new MisuseError('sleep: a number of milliseconds was expected', ms));
  }
  const world = here();
  world.budget--;
  return wait(new Sleep(world, ms, 'sleep'), options);
}
