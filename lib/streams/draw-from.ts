/** drawFrom: an iterator as the source of a feed. */
import type { Draw } from '../bridge/draw.ts';
import type { StopSource } from '../bridge/intake.ts';
import type { Signal } from '../kernel/abort.ts';

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
  const fetch = (): void => {
    try {
      const step = iterator.next();
      if (typeof (step as PromiseLike<Step<T>>).then === 'function')
        (step as PromiseLike<Step<T>>).then(take, fail);
      else take(step as Step<T>);
    } catch (error) {
      fail(error);
    }
  };
  draw.draw(wait === undefined ? fetch : () => wait(fetch), stop, signal);
}
