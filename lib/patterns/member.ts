/**
 * A member of a crew: what a goroutine behind a pattern waits with, so that it ends with its context.
 *
 * It could stand beside `done` in a select each time; but that is most of what a stage costs. So it
 * waits in one line only, and whoever ends the context takes it out of there.
 *
 * Invariant: `pending` is what it waits for, or is over; nothing that is over is withdrawn.
 */
import type { Intake } from '../bridge/intake.ts';
import type { Context } from '../context/context.ts';
import type { Receiver } from '../ends.ts';
import { isArm } from '../kernel/arm.ts';
import { nothing, open, over } from '../kernel/door.ts';
import { settle, type Op, type Pending } from '../kernel/op.ts';
import { Waiter } from '../kernel/waiter.ts';
import { here, type World } from '../kernel/world.ts';
import { select } from '../select.ts';

/** What came of a wait. None is `ok` once the context is over, and no receive at the source's end. */
export type Got<T> =
  { readonly value: T; readonly ok: true } | { readonly value: undefined; readonly ok: false };

const STOPPED = { value: undefined, ok: false } as const;

export class Member {
  readonly ctx: Context;
  #pending: Pending | null = null;

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  /** Receives. */
  take<T>(source: Receiver<T>): Op<Got<T>> {
    if (this.ctx.err() !== undefined) return over(STOPPED);
    if (!isArm(source) || !isPlain(source.world))
      return select({ done: this.ctx.done(), source }) as Op<Got<T>>;
    source.world.budget--;
    if (source.ready()) return over(source.commit() as Got<T>);
    return this.#wait(source.park());
  }

  /** Sends; see {@link isStopped}. */
  put<T>(out: Intake<T>, value: T): Op<Got<unknown> | void> {
    if (this.ctx.err() !== undefined) return over(STOPPED);
    if (!isPlain(out.world)) return select({ done: this.ctx.done(), sent: out.onSend(value) });
    out.world.budget--;
    if (out.trySend(value)) return nothing();
    const waiter = new Waiter<void>(value);
    out.senders.push(waiter);
    return this.#wait(waiter);
  }

  /** Waits for anything that can be withdrawn. When the context is over it gives what is none of it. */
  wait<T>(op: Op<T>): Op<T> {
    this.#pending = op as unknown as Pending;
    return op;
  }

  #wait<T>(op: Pending): Op<T> {
    this.#pending = op;
    return open(op);
  }

  /** The context is over. */
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
function isPlain(world: World): boolean {
  return world.budget > 0 && world === here();
}
