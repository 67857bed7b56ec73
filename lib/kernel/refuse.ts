/** What a suspended generator goroutine must not wait for, though it does. */
import { anotherWorld, GoexitError } from './errors.ts';
import { detach, forsake } from './forsake.ts';
import type { Listener, Pending } from './op.ts';
import type { Task } from './world.ts';

/**
 * A goroutine that has called `goexit` must end, and one of a controlled world waits for nothing of
 * another: that stays as it is. Gives what to throw, or null. Precondition: it is suspended.
 */
export function refuse(task: Task): Error | null {
  const { exiting, controller } = task.world;
  const op = task.wait as Pending;
  const gone = (one: Listener): boolean => one === task;
  if (exiting === task) {
    forsake(op, gone);
    return new GoexitError();
  }
  if (controller?.isForeign(op) !== true) return null;
  detach(op, gone);
  return anotherWorld();
}
