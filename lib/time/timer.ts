/** Timer: a time that arrives, once, unless it is stopped. */
import { Channel } from '../channel.ts';
import type { Receiver } from '../ends.ts';
import { noFunction } from '../kernel/errors.ts';
import { here } from '../kernel/world.ts';
import { milliseconds } from './milliseconds.ts';
import { TimerCall } from './timer-call.ts';
import { TimerChannel } from './timer-channel.ts';

/**
 * After so many milliseconds the time at which that was due arrives on `c`, for one receiver. For 0
 * or less it is there at once (TM-12). What is not received is not kept: after `stop` or `reset`
 * nothing of the old setting arrives, and no timer needs to be drained (TM-05, TM-06).
 *
 * While nobody waits for it, a timer costs the host nothing, keeps no process alive and can be
 * collected (TM-16, TM-17). The rules are those of Go 1.23 and later. Source: TM-02 to TM-08.
 *
 * @example
 * ```ts
 * import { Channel, select } from 'millrace';
 * import { second, Timer } from 'millrace/time';
 *
 * const answers = new Channel<string>(1);
 * await answers.send('42');
 * const timer = new Timer(5 * second);
 * const got = await select({ answers, late: timer.c });
 * console.log(got.key); //=> answers
 * console.log(timer.stop()); //=> true
 * ```
 */
export class Timer {
  /** Where the time arrives; never closed. The timer of `afterFunc` has Go's nil channel here. */
  readonly c: Receiver<number>;
  readonly #due: TimerChannel | TimerCall;

  /**
   * @param fn what to run then, in a goroutine, instead of sending the time: see `afterFunc`.
   * @throws MisuseError if it is given no number of milliseconds.
   */
  constructor(ms: number, fn?: () => unknown) {
    milliseconds(ms, 'Timer');
    if (fn === undefined) {
      this.c = this.#due = new TimerChannel(here(), ms, 0);
    } else {
      this.c = Channel.nil();
      this.#due = new TimerCall(here(), ms, fn);
    }
  }

  /**
   * Stops it: what has not been received never will be. True if that has prevented something: the
   * time was still to come, or was there and nobody had received it; false if it was received, or
   * the function started, or the timer stopped before. Who waits on `c` goes on waiting.
   */
  stop(): boolean {
    return this.#due.stop();
  }

  /**
   * Sets it to so many milliseconds from now, whatever it did before; gives what `stop` would have
   * given.
   *
   * @throws MisuseError if it is given no number; nothing has changed.
   */
  reset(ms: number): boolean {
    return this.#due.reset(milliseconds(ms, 'Timer.reset'), 0);
  }
}

/**
 * Runs a function, in a goroutine of its own, when so many milliseconds have passed; never before
 * the caller waits or ends. It may be a plain, an async or a generator function. Until then it
 * keeps the process alive. `stop` does not wait for a function that has started (TM-09).
 *
 * @throws FatalError `go of nil func value` if it is no function. MisuseError if `ms` is no number.
 *
 * @example
 * ```ts
 * import { Channel } from 'millrace';
 * import { afterFunc } from 'millrace/time';
 *
 * const done = new Channel<string>();
 * const timer = afterFunc(2, function* () {
 *   yield* done.send('ran');
 * });
 * console.log((await done.recv()).value); //=> ran
 * console.log(timer.stop()); //=> false
 * ```
 */
export function afterFunc(ms: number, fn: () => unknown): Timer {
  if (typeof fn !== 'function') throw noFunction(fn);
  return new Timer(ms, fn);
}
