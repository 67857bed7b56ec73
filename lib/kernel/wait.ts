/**
 * One operation in full: what the fast paths of channels leave out, and all there is for everything
 * else. It sees to the controller, the slice, an AbortSignal, and parks.
 */
import { attach, signalOf, type WaitOptions } from './abort.ts';
import { GoexitError } from './errors.ts';
import type { Arm } from './arm.ts';
import { afterSlice, failed, open, over, type Op } from './op.ts';
import { Waiter } from './waiter.ts';
import { kernel } from './world.ts';

/** Waits at an arm. */
export function wait<R>(arm: Arm<R>, options: WaitOptions | undefined): Op<R> {
  const { world } = arm;
  let signal = undefined;
  if (options !== undefined) {
    try {
      signal = signalOf(options);
    } catch (error) {
      return failed(error);
    }
    if (signal?.aborted === true) return failed(signal.reason);
  }
  if (world.exiting !== null && world.exiting === kernel.current) return failed(new GoexitError());
  if (world.controller !== null) {
    return world.controller.attempt(world, null, [arm], signal) as Op<R>;
  }
  const late = world.budget < 0 && world.turn();
  if (arm.ready()) {
    let result: R;
    try {
      result = arm.commit();
    } catch (error) {
      return late ? afterSlice(world, true, error) : failed(error);
    }
    return late ? afterSlice(world, false, result) : over(result);
  }
  const waiter = new Waiter<R>(undefined, null);
  arm.enqueue(waiter);
  if (signal !== undefined) attach(waiter, signal);
  return open(waiter);
}
