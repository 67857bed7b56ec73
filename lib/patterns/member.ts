/**
 * A member of a crew: what a goroutine behind a pattern waits with, so that it ends with its context.
 *
 * It could stand beside `done` in a select each time; but that is most of what a stage costs. So it
 * waits in one line only, and whoever ends the context takes it out of there.
 *
 * Invariants:
 *  - `pending` is what it waits for, or is over; nothing that is over is withdrawn;
 *  - `limit` is how long it waits for that, and for nothing else.
 */
import type { Intake } from '../bridge/intake.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { isArm, type Arm } from '../kernel/arm.ts';
import { nothing, open, over } from '../kernel/door.ts';
import { settle, type Op, type Pending } from '../kernel/op.ts';
import { Waiter } from '../kernel/waiter.ts';
import { here, type World } from '../kernel/world.ts';
import { select } from '../select.ts';
import type { Limit } from './limit.ts';

/** What came of a wait. None is `ok` once the context is over, and no receive at the source's end. */
export type Got<T> =
  { readonly value: T; readonly ok: true } | { readonly value: undefined; readonly ok: false };

/** A channel of another thread has something else to wait at for who may be stopped. */
interface MaybeFar {
  readonly loosely?: Arm;
}

const STOPPED = { value: undefined, ok: false } as const;

export class Member {
  readonly ctx: Context;
  #pending: Pending | null = null;
  #limit: Limit | null = null;

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  /** Receives; not when the limit is over, if there is one: that comes first. */
  take<T>(source: Receiver<T>, limit: Limit | null = null): Op<Got<T>> {
    if (this.ctx.err() !== undefined || limit?.isOver === true) return over(STOPPED);
    const got = this.tryTake(source);
    if (got !== undefined) return over(got);
    if (!isArm(source) || !isPlain(source.world)) {
      const late = limit?.over;
      return select({ done: this.ctx.done(), source, late }) as Op<Got<T>>;
    }
    source.world.budget--;
    const { loosely } = source as Arm & MaybeFar;
    return this.#wait((loosely ?? source).park(), limit);
  }

  /** Receives, if that needs no waiting. */
  tryTake<T>(source: Receiver<T>): Got<T> | undefined {
    if (!isArm(source) || !isPlain(source.world) || !source.ready()) return undefined;
    source.world.budget--;
    return source.commit() as Got<T>;
  }

  /** Sends; see {@link isStopped}. */
  put<T>(out: Intake<T>, value: T): Op<Got<unknown> | void> {
    if (this.ctx.err() !== undefined) return over(STOPPED);
    if (!isPlain(out.world)) return select({ done: this.ctx.done(), sent: out.onSend(value) });
    out.world.budget--;
    if (out.trySend(value)) return nothing();
    const waiter = new Waiter<void>(value);
    out.senders.push(waiter);
    return this.#wait(waiter, null);
  }

  /** Waits for anything that can be withdrawn. When the context is over it gives what is none of it. */
  wait<T>(op: Op<T>): Op<T> {
    this.#pending = op as unknown as Pending;
    this.#limit = null;
    return op;
  }

  /** A limit is over. */
  passed(limit: Limit): void {
    if (limit === this.#limit) this.stop();
  }

  #wait<T>(op: Pending, limit: Limit | null): Op<T> {
    this.#pending = op;
    this.#limit = limit;
    return open(op);
  }

  /** Ends its wait, if it waits. */
  stop(): void {
    const op = this.#pending;
    if (op === null || op.done) return;
    op.withdraw();
    settle(op, STOPPED);
  }
}

/** Whether a send did not happen, since the context is over. */
export function isStopped(sent: Got<unknown> | void): boolean {
  return sent?.ok === false;
}

/** Whether an operation here needs no look at the clock, by a controller, or at who asks. */
export function isPlain(world: World): boolean {
  return world.budget > 0 && world === here();
}
