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
import { kernel, type Task, type World } from './world.ts';

const MADE = 0;
const WAITED_FOR = 1;
const COMMITTED = 2;

export class Attempt extends Pending implements Task {
  readonly world: World;
  wait: unknown = null;
  readonly #arm: Arm;
  readonly #signal: Signal | undefined;
  #state = MADE;
  /** What stands in the lines in its place, once it is parked. */
  standsFor: Pending | null = null;

  constructor(arm: Arm, signal: Signal | undefined) {
    super(undefined);
    this.world = arm.world;
    this.#arm = arm;
    this.#signal = signal;
  }

  override next(input?: unknown): this {
    const task = kernel.current;
    if (task !== null && task.world !== this.world) {
      this.withdraw();
      throw anotherWorld();
    }
    this.#line();
    return super.next(input);
  }

  // oxlint-disable-next-line unicorn/no-thenable -- an Op is a promise to whoever asks
  override then<A = unknown, B = never>(
    fulfilled?: ((value: unknown) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#line();
    return new Promise<unknown>((resolve, reject) => {
      const go = (): void => {
        if (hasFailed(this)) {
          rareOf(this).observed = true;
          reject(this.value);
        } else {
          resolve(this.value);
        }
      };
      const turn = (): void => this.world.ready(new Resumption(this.world, go));
      if (this.done) turn();
      else observe(this, turn);
    }).then(fulfilled, rejected);
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    this.commit();
  }

  /** Another operation is made: this one cannot be put off any longer. */
  overtaken(): void {
    if (this.#state === MADE) this.commit();
  }

  /** Does it now, if it has not been done. */
  commit(): void {
    if (this.#state === COMMITTED) return;
    this.#state = COMMITTED;
    if (this.#signal?.aborted === true) {
      fail(this, this.#signal.reason);
      return;
    }
    try {
      if (this.#arm.ready()) settle(this, this.#arm.commit());
      else this.#park();
    } catch (error) {
      fail(this, error);
    }
  }

  override withdraw(): void {
    this.#state = COMMITTED;
    this.standsFor?.withdraw();
  }

  /** Puts it in line, once: its first schedule point. */
  #line(): void {
    if (this.#state !== MADE) return;
    this.#state = WAITED_FOR;
    this.world.ready(this);
  }

  #park(): void {
    const inner = this.#arm.park();
    observe(inner, () => {
      if (hasFailed(inner)) fail(this, inner.value);
      else settle(this, inner.value);
    });
    if (this.#signal !== undefined) attach(inner, this.#signal);
    this.standsFor = inner;
  }
}

/** The second schedule point of an operation that an async function waits for. */
class Resumption implements Task {
  wait: unknown = null;
  readonly world: World;
  readonly #go: () => void;

  constructor(world: World, go: () => void) {
    this.world = world;
    this.#go = go;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    this.#go();
  }
}
