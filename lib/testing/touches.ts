/** What steps have in common: the ground of partial order reduction and sampling. */
import type { Task } from '../kernel/world.ts';

/**
 * A bit for each thing that a task would touch if it ran now. Two tasks without a common bit can be
 * swapped, and it makes no difference to anybody.
 */
export type Touches = (task: Task, runnable: readonly Task[]) => number;
