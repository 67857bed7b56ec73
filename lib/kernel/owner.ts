/** What a controlled world has to know of the tasks that can run. */
import { Attempt, Resumption } from './attempt.ts';
import { Goroutine } from './goroutine.ts';
import { Pending } from './op.ts';
import type { Task } from './world.ts';

/** Whose task it is; null if it is a lock's or nobody's. */
export function ownerOf(task: Task): Task | null {
  if (task instanceof Goroutine) return task;
  return task instanceof Attempt || task instanceof Resumption ? task.owner : null;
}

/** Whether a task does a part of an operation; else it only goes on behind one, or hands on a lock. */
export function isStep(task: Task): boolean {
  return task instanceof Pending && !(task instanceof Goroutine);
}
