/**
 * A controlled world: a policy takes every choice, and the clock stands still until nobody can
 * run. Virtual time, exploration, replay and the proof against Go are built on this.
 *
 * Invariants:
 *  - at most one controlled world is active in a thread;
 *  - whoever can run is in `#runnable`, in the order in which they became able to;
 *  - between two steps nobody of this world is running.
 */
import type { Arm } from './arm.ts';
import { Attempt } from './attempt.ts';
import type { Signal } from './abort.ts';
import { MisuseError } from './errors.ts';
import * as host from './host.ts';
import { timersOf } from './timers.ts';
import { Goroutine } from './goroutine.ts';
import { Selecting, Waiter } from './waiter.ts';
import { kernel, World, type Controller, type Task } from './world.ts';

/** Takes the choices of a controlled world; each is data: a number below `count`. */
export interface Policy {
  choose(what: 'run' | 'arm' | 'order', count: number): number;
}

/** Midnight of 1 January 2000, where the clock of a controlled world starts (ST-18). */
const START_MS = 946_684_800_000;

export class Controlled implements Controller {
  readonly world: World;
  readonly #policy: Policy;
  readonly #runnable: Task[] = [];
  #nowMs = START_MS;
  #last: Attempt | null = null;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.world = new World(this);
  }

  now(): number {
    return this.#nowMs;
  }

  choose(what: 'run' | 'arm' | 'order', count: number): number {
    const chosen = this.#policy.choose(what, count);
    if (!Number.isInteger(chosen) || chosen < 0 || chosen >= count) {
      throw new MisuseError(`policy: ${String(chosen)} of ${String(count)}`);
    }
    return chosen;
  }

  isForeign(op: unknown): boolean {
    if (op instanceof Waiter) return op.queue !== null && op.queue.place.world !== this.world;
    if (op instanceof Selecting || op instanceof Goroutine) return op.world !== this.world;
    return false;
  }

  attempt(arm: unknown, signal: unknown): Attempt {
    this.#last?.overtaken();
    this.#last = new Attempt(arm as Arm, signal as Signal | undefined);
    return this.#last;
  }

  /**
   * Starts the body in this world and lets it run until nobody can, with time going on whenever
   * somebody waits for it. For goroutines of the generator form only: async ones need `runAsync`.
   */
  run(body: () => void): void {
    this.#enter();
    try {
      body();
      while (this.#step());
    } finally {
      kernel.world = kernel.home;
    }
  }

  /**
   * The same for goroutines of both forms. After each step a macrotask passes: by then whoever was
   * resumed is back in one of our operations, has ended, or waits for something foreign.
   */
  async runAsync(body: () => void): Promise<void> {
    this.#enter();
    try {
      body();
      do {
        await new Promise<void>((resolve) => {
          host.macrotask(resolve);
        });
      } while (this.#step());
    } finally {
      kernel.world = kernel.home;
    }
  }

  #enter(): void {
    if (kernel.world !== kernel.home) throw new MisuseError('a controlled world is active already');
    kernel.world = this.world;
  }

  /** One choice and one stretch of somebody's code; false when nobody can run. */
  #step(): boolean {
    const { queue } = this.world;
    while (queue.length > 0) this.#runnable.push(queue.shift());
    const count = this.#runnable.length;
    if (count === 0) return this.#letTimePass();
    const [task] = this.#runnable.splice(count === 1 ? 0 : this.choose('run', count), 1);
    // With its budget at nothing every operation of the default world comes to be refused.
    const { home } = kernel;
    const { budget } = home;
    home.budget = 0;
    task?.step();
    home.budget = budget;
    return true;
  }

  #letTimePass(): boolean {
    const timers = timersOf(this.world);
    if (timers.nextMs === Infinity) return false;
    this.#nowMs = Math.max(this.#nowMs, timers.nextMs);
    timers.fire();
    return true;
  }
}
