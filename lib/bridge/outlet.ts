/**
 * An outlet: takes values from a receiver and hands each to a sink that is not ours, in the very step
 * in which it takes it. Who has no more use for it can stop at any moment, and nothing is lost.
 *
 * Invariants:
 *  - `op` is the one receive that waits, or is over and was not handed on yet; while there is one,
 *    something is wanted;
 *  - it is in the run queue exactly while `due`; it never waits and is due at once;
 *  - after `stop`, or after its receiver has ended, it waits for nothing and takes nothing.
 *
 * A receive that is over when the sink is no longer interested is the only one that could be lost:
 * its value goes back to the channel.
 */
import type { Arm } from '../kernel/arm.ts';
import { hasFailed, settle } from '../kernel/op.ts';
import { ArmWaiter, Selecting, type Received } from '../kernel/waiter.ts';
import type { Task, World } from '../kernel/world.ts';
import { giveBack } from './give-back.ts';

/** Where the values go. Each may call the outlet's `request` and `stop`. */
export interface Sink<in T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
}

export class Outlet<T> implements Task {
  declare wait: unknown;
  declare readonly world: World;
  readonly #arm: Arm<Received<T>>;
  readonly #sink: Sink<T>;
  /** The receive; as an arm of a select, which anything that can be received from lets go of. */
  #op: Selecting | null = null;
  /** How many more values the sink wants. */
  #wanted = 0;
  #due = false;

  constructor(arm: Arm<Received<T>>, sink: Sink<T>) {
    this.wait = null;
    this.world = arm.world;
    this.#arm = arm;
    this.#sink = sink;
  }

  /** The sink wants so many values, whatever it wanted before. Nothing arrives during the call. */
  request(count: number): void {
    this.#wanted = count;
    if (this.#due || this.#op !== null) return;
    if (this.#arm.ready()) this.#line();
    else this.#park();
  }

  /** The sink wants no more. */
  stop(): void {
    const op = this.#op;
    const arm = this.#arm;
    this.#op = null;
    this.#wanted = 0;
    if (op === null) return;
    if (!op.done) {
      op.withdraw();
      // Who holds still for another thread stands in no line, but has to be seen to have given up.
      op.task = null;
      settle(op, undefined);
    } else if (!hasFailed(op)) {
      const received = op.value as Received<T>;
      if (received.ok) giveBack(arm, received.value);
    }
  }

  /** What it waited for has come. */
  ready(): void {
    this.#line();
  }

  step(): void {
    const op = this.#op;
    if (op !== null) {
      this.#op = null;
      if (hasFailed(op)) this.#fail(op.value);
      else this.#hand(op.value as Received<T>);
    }
    while (this.#wanted > 0) {
      if (--this.world.budget < 0 && (this.world.controller !== null || this.world.turn())) {
        this.world.ready(this);
        return;
      }
      if (!this.#arm.ready()) {
        this.#park();
        break;
      }
      this.#receive();
    }
    this.#due = false;
  }

  #receive(): void {
    let received: Received<T>;
    try {
      received = this.#arm.commit();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#hand(received);
  }

  #hand(received: Received<T>): void {
    if (received.ok) {
      this.#wanted--;
      this.#sink.next(received.value);
    } else {
      this.#wanted = 0;
      this.#sink.complete();
    }
  }

  #fail(error: unknown): void {
    this.#wanted = 0;
    this.#sink.error(error);
  }

  #line(): void {
    this.#due = true;
    this.world.ready(this);
  }

  #park(): void {
    const op = new Selecting(this.world, 1);
    op.task = this;
    this.#op = op;
    this.#arm.enqueue(new ArmWaiter(op, undefined));
  }

  /** @internal */
  check(): void {
    CHECK: {
      if (this.#op !== null && this.#wanted === 0) throw new Error('outlet: waits for nothing');
      if (this.#op !== null && this.#due !== this.#op.done) throw new Error('outlet: due');
    }
  }
}
