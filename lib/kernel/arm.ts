/**
 * An arm: whatever can be looked at and waited at. Plain operations and selects are written over
 * this and know no channel; a channel, a timer or a lock knows neither of them.
 */
import type { Pending } from './op.ts';
import { Waiter } from './waiter.ts';
import type { World } from './world.ts';

/** Known to every copy of this library: one may be given the arms of another. */
const ARM = /* @__PURE__ */ Symbol.for('millrace.arm.1');

/** Whether something is an arm. */
export function isArm(it: unknown): it is Arm {
  return typeof it === 'object' && it !== null && ARM in it;
}

/** The source of an operation, and one arm of a select. */
export abstract class Arm<R = unknown> {
  /** Never set: it makes the type of what the arm gives a part of the arm's type. */
  declare protected readonly gives?: R;

  /** @internal */
  get [ARM](): true {
    return true;
  }

  /** @internal The world it belongs to. */
  abstract readonly world: World;

  /** @internal Could it go ahead now? Changes nothing. */
  abstract ready(): boolean;

  /**
   * @internal Goes ahead, and throws what the operation fails with, if it does. Precondition: `ready()`.
   */
  abstract commit(): R;

  /** @internal Puts a waiter in line. Precondition: not `ready()`. */
  abstract enqueue(waiter: Waiter): void;

  /** @internal The operation that waits here; a select has another. Precondition: not `ready()`. */
  park(): Pending {
    const waiter = new Waiter(undefined);
    this.enqueue(waiter);
    return waiter;
  }
}
