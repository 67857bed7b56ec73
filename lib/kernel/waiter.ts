/**
 * Waiters: operations that are parked (Go's sudog).
 *
 * A plain operation is one `Waiter`, which is also the queue's node. A select is one `Selecting`
 * with an `ArmWaiter` for each arm; these stand in the queues in its place.
 *
 * Invariants:
 *  - a waiter found in a queue can be completed: taking one arm takes all its siblings out of
 *    their queues in the same synchronous step, before anybody is resumed (SEL-19, SEL-20);
 *  - a sender's `value` is what it sends, until the waiter is completed.
 */
import { flat } from './flat.ts';
import { fail, Pending, settle } from './op.ts';
import type { Link, WaitQueue } from './wait-queue.ts';
import { kernel, type World } from './world.ts';

/** What a receive gives; also an iterator's result, so that `next()` is `recv()`. */
export type Received<T> =
  { value: T; ok: true; done: false } | { value: undefined; ok: false; done: true };

abstract class WaiterShape<T = unknown> extends Pending<T> implements Link {
  declare before: Waiter | null;
  declare after: Waiter | null;
  declare queue: WaitQueue | null;
  declare select: Selecting | null;

  override withdraw(): void {
    this.queue?.remove(this);
  }
}

/** One parked operation. */
export type Waiter<T = unknown> = WaiterShape<T>;

export const Waiter: new <T = unknown>(value: unknown) => Waiter<T> = /* @__PURE__ */ flat(
  WaiterShape,
  function (this: WaiterShape, value: unknown) {
    this.done = false;
    this.value = value;
    this.task = null;
    this.ext = null;
    this.before = null;
    this.after = null;
    this.queue = null;
    this.select = null;
  },
) as never;

abstract class ArmShape extends WaiterShape {
  declare key: unknown;
  declare sibling: ArmWaiter | null;
}

/** One arm of a parked select. */
export type ArmWaiter = ArmShape;

export const ArmWaiter: new (select: Selecting, key: unknown) => ArmWaiter = /* @__PURE__ */ flat(
  ArmShape,
  function (this: ArmShape, select: Selecting, key: unknown) {
    this.done = false;
    this.value = undefined;
    this.task = null;
    this.ext = null;
    this.before = null;
    this.after = null;
    this.queue = null;
    this.select = select;
    this.key = key;
    this.sibling = select.arms;
    select.arms = this;
  },
);

abstract class SelectShape<T = unknown> extends Pending<T> {
  declare arms: ArmWaiter | null;
  declare world: World;
  /** How many cases were written down; for reports. */
  declare cases: number;

  /** Takes every arm out of its queue. */
  override withdraw(): void {
    for (let arm = this.arms; arm !== null; arm = arm.sibling) {
      arm.queue?.remove(arm);
    }
  }
}

/** A parked select. */
export type Selecting<T = unknown> = SelectShape<T>;

export const Selecting: new (world: World, cases: number) => Selecting = /* @__PURE__ */ flat(
  SelectShape,
  function (this: SelectShape, world: World, cases: number) {
    this.done = false;
    this.value = undefined;
    this.task = null;
    this.ext = null;
    this.arms = null;
    this.world = world;
    this.cases = cases;
  },
);

/** Hands a value, or the news of a close, to a receiver that was taken from its queue. */
export function deliver(waiter: Waiter, value: unknown, ok: boolean): void {
  if (waiter.select === null) settle(waiter, { value, ok, done: !ok });
  else settleArm(waiter as ArmWaiter, waiter.select, value, ok);
}

/** Takes the value of a sender that was taken from its queue, and lets the sender go on. */
export function accept(waiter: Waiter): unknown {
  const { value } = waiter;
  if (waiter.select === null) settle(waiter, undefined);
  else settleArm(waiter as ArmWaiter, waiter.select, undefined, true);
  return value;
}

/** Lets a waiter fail that was taken from its queue, and its siblings from theirs. */
export function refuse(waiter: Waiter, error: unknown): void {
  const op = waiter.select ?? waiter;
  kernel.observer?.refused?.(op, error);
  fail(op, error);
}

function settleArm(arm: ArmWaiter, select: Selecting, value: unknown, ok: boolean): void {
  select.withdraw();
  settle(select, { key: arm.key, value, ok });
}
