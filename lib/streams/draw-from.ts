/** drawFrom: an iterator as the source of a feed. */
import type { Draw } from '../bridge/draw.ts';
import type { StopSource } from '../bridge/intake.ts';
import type { Signal } from '../kernel/abort.ts';
import * as host from '../kernel/host.ts';

type Step<T> = IteratorResult<T, unknown>;

/** @param wait what comes before each step, if anything does. */
export function drawFrom<T>(
  draw: Draw<T>,
  iterator: AsyncIterator<T> | Iterator<T>,
  stop: StopSource,
  signal: Signal | undefined,
  wait?: (then: () => void) => void,
): void {
  const take = (step: Step<T>): void => {
    if (step.done === true) draw.end();
    else draw.arrive(step.value);
  };
  const fail = (error: unknown): void => draw.fail(error);
  let stepping = false;
  const fetch = (): void => {
    stepping = true;
    try {
      const step = iterator.next();
      if (typeof (step as PromiseLike<Step<T>>).then === 'function')
        (step as PromiseLike<Step<T>>).then(take, fail);
      else take(step as Step<T>);
    } catch (error) {
      fail(error);
    }
    stepping = false;
  };
  // A generator may stop its own feed, and refuses to be left in the middle of a step.
  const leave: StopSource = (reason) => {
    if (stepping) host.microtask(() => stop(reason));
    else stop(reason);
  };
  draw.draw(wait === undefined ? fetch : () => wait(fetch), leave, signal);
}
