/**
 * One operation in full: what the fast paths of channels and selects leave out, and all there is
 * for everything else. It sees to the options, the controller, the slice, and parks.
 */
import { attach, signalOf, type WaitOptions } from './abort.ts';
import type { Arm } from './arm.ts';
import { anotherWorld, GoexitError } from './errors.ts';
import { afterSlice, failed, open, over } from './door.ts';
import { fail, settle, type Op } from './op.ts';
import { kernel } from './world.ts';

/** Waits at an arm. */
export function wait<R>(arm: Arm<R>, options: WaitOptions | undefined): Op<R> {
  const { world } = arm;
  let late = false;
  try {
    const signal = options === undefined ? undefined : signalOf(options);
    const { current } = kernel;
    if (current !== null) {
      if (current.world !== world) throw anotherWorld();
      if (current === world.exiting) throw new GoexitError();
    }
    if (world.controller !== null) return world.controller.attempt(arm, signal) as Op<R>;
    late = world.budget < 0 && world.turn();
    if (signal?.aborted) throw signal.reason;
    if (arm.ready()) {
      const result = arm.commit();
      return late ? afterSlice(world, settle, result) : over(result);
    }
    const op = arm.park();
    const door = open<R>(op);
    if (signal !== undefined) attach(op, signal);
    return door;
  } catch (error) {
    return late ? afterSlice(world, fail, error) : failed(error);
  }
}
