/**
 * An operation in a controlled world: nothing happens when it is made. It is committed when its
 * turn comes, after somebody waits for it; at the latest before the next operation is made.
 *
 * So there is a schedule point before each operation (its turn in the run queue) and one after it
 * (the turn of whoever waits for it).
 */
import { attach, type Signal } from './abort.ts';
import type { Arm } from './arm.ts';
import { anotherWorld } from './errors.ts';
import { fail, hasFailed, observe, Pending, rareOf, settle } from './op.ts';
import { kernel, type Controller, type Task, type World } from './world.ts';

const MADE = 0;
const WAITED_FOR = 1;
const COMMITTED = 2;

export class Attempt extends Pending implements Task {
  declare readonly world: World;
  declare wait: unknown;
  /** Who made it; null if that was nobody of this world. */
  declare readonly owner: Task | null;
  /** What it tries: an arm, the end of another operation, or nothing at all. */
  declare readonly arm: Arm | null;
  declare readonly joined: Pending | null;
  declare readonly signal: Signal | undefined;
  /** Whether it goes to the back of the line. */
  declare readonly yields: boolean;
  /** What stands in the lines in its place, once it is parked. */
  declare standsFor: Pending | null;
  declare state: number;

  constructor(
    world: World,
    owner: Task | null,
    arm: Arm | null,
    joined: Pending | null,
    signal: Signal | undefined,
    yields: boolean,
  ) {
    super(undefined);
    this.world = world;
    this.wait = null;
    this.owner = owner;
    this.arm = arm;
    this.joined = joined;
    this.signal = signal;
    this.yields = yields;
    this.standsFor = null;
    this.state = MADE;
  }

  override next(input?: unknown): this {
    const task = kernel.current;
    if (task !== null && task.world !== this.world) {
      this.withdraw();
      throw anotherWorld();
    }
    this.line();
    return super.next(input);
  }

  // oxlint-disable-next-line unicorn/no-thenable -- an Op is a promise to whoever asks
  override then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const promise = new Promise<unknown>((resolve, reject) => {
      const turn = (): void => {
        this.world.ready(new Resumption(this, resolve, reject));
      };
      // Whoever is told of the end counts as somebody who looked at it.
      if (this.done) {
        rareOf(this).observed = true;
        turn();
      } else {
        observe(this, { ready: turn });
      }
    });
    this.line();
    (this.world.controller as Controller).suspended(this);
    return promise.then(fulfilled, rejected);
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    this.commit();
  }

  /** Another operation is made: this one cannot be put off any longer. */
  overtaken(): void {
    if (this.state === MADE) this.commit();
  }

  /** Does it now, if it has not been done. */
  commit(): void {
    if (this.state === COMMITTED) return;
    this.state = COMMITTED;
    const { arm, joined, signal } = this;
    if (signal !== undefined && signal.aborted) {
      fail(this, signal.reason);
    } else if (arm !== null) {
      this.go(arm);
    } else if (joined === null) {
      settle(this, undefined);
    } else if (joined.done) {
      this.follow(joined);
    } else {
      observe(joined, { ready: () => this.follow(joined) });
    }
  }

  override withdraw(): void {
    this.state = COMMITTED;
    if (this.standsFor !== null) this.standsFor.withdraw();
  }

  /** Puts it in line, once: its first schedule point. */
  line(): void {
    if (this.state !== MADE) return;
    this.state = WAITED_FOR;
    this.world.ready(this);
  }

  go(arm: Arm): void {
    try {
      if (arm.ready()) settle(this, arm.commit());
      else this.park(arm);
    } catch (error) {
      fail(this, error);
    }
  }

  park(arm: Arm): void {
    const inner = arm.park();
    this.standsFor = inner;
    observe(inner, { ready: () => this.follow(inner) });
    if (this.signal !== undefined) attach(inner, this.signal);
  }

  /** Ends as another operation has ended. */
  follow(op: Pending): void {
    if (hasFailed(op)) {
      rareOf(op).observed = true;
      fail(this, op.value);
    } else {
      settle(this, op.value);
    }
  }
}

/** The second schedule point of an operation that an async function waits for. */
export class Resumption implements Task {
  declare wait: unknown;
  declare readonly world: World;
  declare readonly owner: Task | null;
  declare readonly attempt: Attempt;
  declare readonly resolve: (value: unknown) => void;
  declare readonly reject: (reason: unknown) => void;

  constructor(
    attempt: Attempt,
    resolve: (value: unknown) => void,
    reject: (reason: unknown) => void,
  ) {
    this.wait = null;
    this.world = attempt.world;
    this.owner = attempt.owner;
    this.attempt = attempt;
    this.resolve = resolve;
    this.reject = reject;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    const { attempt } = this;
    (this.world.controller as Controller).resumed(this.owner);
    if (hasFailed(attempt)) this.reject(attempt.value);
    else this.resolve(attempt.value);
  }
}
