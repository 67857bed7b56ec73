/** gosched: lets everyone else run first. */
import { GoexitError } from './kernel/errors.ts';
import { failed, open } from './kernel/door.ts';
import { Pending, settle, type Op } from './kernel/op.ts';
import { here, kernel, type Task, type World } from './kernel/world.ts';

/** A place in the run queue, held by an operation: whoever waits for it runs when its turn comes. */
class Turn extends Pending<void> implements Task {
  declare readonly world: World;
  declare wait: unknown;

  constructor(world: World) {
    super(undefined);
    this.world = world;
    this.wait = null;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    const { task } = this;
    if (task === null || this.ext !== null) {
      settle(this, undefined);
      return;
    }
    // It has stood in line already: to make it ready now would send it to the end once more.
    this.done = true;
    this.task = null;
    task.step();
  }
}

/**
 * Goes to the back of the run queue: everyone who can run now runs first (GO-09).
 *
 * @example
 * ```ts
 * import { go, gosched } from 'millrace';
 *
 * function* hello(name: string) {
 *   console.log(`${name} 1`);
 *   yield* gosched();
 *   console.log(`${name} 2`);
 * }
 * go(hello, 'a');
 * await go(hello, 'b');
 * // Output:
 * // a 1
 * // b 1
 * // a 2
 * // b 2
 * ```
 */
export function gosched(): Op<void> {
  const world = here();
  if (--world.budget < 0) {
    if (world.exiting !== null && world.exiting === kernel.current)
      return failed(new GoexitError());
    if (world.controller !== null) return world.controller.point(true) as Op<void>;
    world.turn();
  }
  const turn = new Turn(world);
  world.ready(turn);
  return open(turn);
}
