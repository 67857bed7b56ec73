/**
 * A controlled world: a policy takes every choice, and the clock stands still until nobody can
 * run. Virtual time, exploration, replay and the proof against Go are built on this.
 *
 * Async goroutines carry a run token: once one is resumed, nobody else runs until it waits for one
 * of our operations again or ends. If a macrotask comes first, it waits for something foreign.
 *
 * Invariants:
 *  - at most one controlled world is active in a thread;
 *  - whoever can run is in `#runnable` or the world's queue, in the order in which they became able
 *    to, but that who ran last goes before the others;
 *  - while `#away` is set it runs, and nobody else of this world does.
 */
import type { Arm } from './arm.ts';
import { Attempt } from './attempt.ts';
import type { Signal } from './abort.ts';
import { MisuseError } from './errors.ts';
import * as host from './host.ts';
import { Pending, rareOf } from './op.ts';
import { timersOf } from './timers.ts';
import { refuse } from './refuse.ts';
import { Goroutine } from './goroutine.ts';
import { isStep, ownerOf } from './owner.ts';
import { Selecting, Waiter } from './waiter.ts';
import { kernel, World, type Controller, type Task } from './world.ts';

export type Choice = 'run' | 'arm' | 'order';

/**
 * Takes the choices of a controlled world; each is data: a number below `count`. Who may run is
 * asked even if it is only one, and a negative answer to that ends the run. It never throws.
 */
export interface Policy {
  choose(what: Choice, count: number, runnable: readonly Task[]): number;
}

/** Midnight of 1 January 2000, where the clock of a controlled world starts (ST-18). */
const START_MS = 946_684_800_000;

/** A goroutine's `then` in a controlled world. */
const joinThen: Goroutine['then'] = function (this: Goroutine, ...reactions) {
  return (this.world.controller as Controlled).join(this).then(...reactions) as never;
};

/** Whoever runs a world looks for failures that nobody has looked at: this is one. */
function overlook(this: Goroutine): void {
  rareOf(this).observed = false;
}

export class Controlled implements Controller {
  readonly world: World;
  /** Every goroutine that was started here. */
  readonly goroutines: Goroutine[] = [];
  /** The policy has ended the run. */
  stopped = false;
  readonly #policy: Policy;
  readonly #local: boolean;
  readonly #runnable: Task[] = [];
  #nowMs = START_MS;
  #made: Attempt | null = null;
  /** Who ran last, and goes on by default. */
  #last: Task | null = null;
  #away: Task | null = null;
  /** Changes with each turn of an async goroutine. */
  #turn = 0;
  #watching = false;
  #over: (() => void) | null = null;
  readonly #drive = (): void => {
    this.#go();
  };

  /**
   * @param local whether goroutines have nothing in common but operations. Then it makes no
   *   difference when one goes on after an operation, and it does so at once, without a choice.
   */
  constructor(policy: Policy, local = false) {
    this.#policy = policy;
    this.#local = local;
    this.world = new World(this);
    this.world.refuse = refuse;
  }

  now(): number {
    return this.#nowMs;
  }

  choose(what: Choice, count: number): number {
    const chosen = this.#policy.choose(what, count, this.#runnable);
    if (!Number.isInteger(chosen) || chosen >= count || (chosen < 0 && what !== 'run')) {
      throw new MisuseError(`policy: ${String(chosen)} of ${String(count)}`);
    }
    return chosen;
  }

  isForeign(op: unknown): boolean {
    // One that names no line was withdrawn elsewhere: here nobody waits for those that are parked.
    if (op instanceof Waiter) return op.queue?.place.world !== this.world;
    if (op instanceof Selecting || op instanceof Goroutine) return op.world !== this.world;
    return false;
  }

  attempt(arm: unknown, signal: unknown): Attempt {
    return this.#make(arm as Arm, null, signal as Signal | undefined, false);
  }

  join(op: Pending): Attempt {
    return this.#make(null, op, undefined, false);
  }

  point(yields: boolean): Attempt {
    return this.#make(null, null, undefined, yields);
  }

  #make(
    arm: Arm | null,
    joined: Pending | null,
    signal: Signal | undefined,
    yields: boolean,
  ): Attempt {
    if (this.#made !== null) this.#made.overtaken();
    const owner = kernel.current ?? kernel.entered ?? this.#away;
    this.#made = new Attempt(this.world, owner, arm, joined, signal, yields);
    return this.#made;
  }

  /** Here it is an operation like any other to join one, and whoever runs a world looks for failures. */
  started(task: Task): void {
    const goroutine = task as Goroutine;
    // oxlint-disable-next-line unicorn/no-thenable -- it has one already
    goroutine.then = joinThen;
    goroutine.surface = overlook;
    this.goroutines.push(goroutine);
  }

  resumed(owner: Task | null): void {
    if (owner === null) return;
    owner.wait = null;
    this.#away = owner;
    this.#turn++;
  }

  suspended(attempt: Task): void {
    const owner = ownerOf(attempt);
    if (owner === null || owner !== this.#away) return;
    owner.wait = attempt;
    this.#back();
  }

  ended(goroutine: Task): void {
    if (goroutine === this.#away) this.#back();
  }

  #back(): void {
    this.#away = null;
    if (this.#over !== null) host.microtask(this.#drive);
  }

  /**
   * Starts the body in this world and lets it run until nobody can, with time going on whenever
   * somebody waits for it. True if that came to pass; false if an async goroutine runs now, which
   * cannot be waited for here: `goOn` does.
   */
  run(body: () => void): boolean {
    if (kernel.world !== kernel.home) throw new MisuseError('a controlled world is active already');
    const { home } = kernel;
    const { budget } = home;
    kernel.world = this.world;
    // With its budget at nothing every operation of the default world comes to be refused.
    home.budget = 0;
    try {
      body();
      while (this.#away === null) if (!this.#step()) return true;
      return false;
    } finally {
      home.budget = budget;
      kernel.world = home;
    }
  }

  /**
   * Goes on until nobody can run: after `run` has left an async goroutine running, or after
   * something foreign may have made somebody able to run.
   */
  async goOn(): Promise<void> {
    if (kernel.world !== kernel.home) throw new MisuseError('a controlled world is active already');
    kernel.world = this.world;
    try {
      await new Promise<void>((resolve) => {
        this.#over = resolve;
        host.microtask(this.#drive);
      });
    } finally {
      this.#over = null;
      kernel.world = kernel.home;
    }
  }

  #go(): void {
    if (this.#over === null) return;
    while (this.#away === null) {
      if (!this.#stepAsync()) {
        this.#over();
        return;
      }
    }
    if (!this.#watching) this.#watch();
  }

  /** The token has a macrotask to come back. */
  #watch(): void {
    this.#watching = true;
    const turn = this.#turn;
    host.macrotask(() => {
      this.#watching = false;
      if (this.#away === null) return;
      if (this.#turn !== turn) this.#watch();
      else this.#back();
    });
  }

  #stepAsync(): boolean {
    const { home } = kernel;
    const { budget } = home;
    home.budget = 0;
    try {
      return this.#step();
    } finally {
      home.budget = budget;
    }
  }

  /** One choice and one stretch of somebody's code; false when nobody can run. */
  #step(): boolean {
    if (this.stopped) return false;
    const { queue } = this.world;
    const runnable = this.#runnable;
    if (this.#made !== null) {
      this.#made.overtaken();
      this.#made = null;
    }
    while (queue.length > 0) {
      const task = queue.shift();
      if (this.#local && !isStep(task)) {
        this.#run(task);
        return true;
      }
      runnable.push(task);
    }
    if (runnable.length === 0) return this.#letTimePass();
    this.#preferLast();
    const chosen = this.choose('run', runnable.length);
    if (chosen < 0) {
      this.stopped = true;
      return false;
    }
    const task = runnable[chosen] as Task;
    for (let i = chosen + 1; i < runnable.length; i++) runnable[i - 1] = runnable[i] as Task;
    runnable.pop();
    this.#last = ownerOf(task);
    this.#run(task);
    return true;
  }

  #run(task: Task): void {
    task.step();
    // Neither over nor a generator: its function is async, and the host runs it now.
    if (task instanceof Goroutine && task.body === null && !task.done) this.resumed(task);
  }

  /** Who ran last comes first, unless he has given up his place. */
  #preferLast(): void {
    const runnable = this.#runnable;
    if (this.#last === null) return;
    for (let i = 1; i < runnable.length; i++) {
      const task = runnable[i] as Task;
      if (ownerOf(task) !== this.#last) continue;
      if (task instanceof Attempt && task.yields) return;
      for (let j = i; j > 0; j--) runnable[j] = runnable[j - 1] as Task;
      runnable[0] = task;
      return;
    }
  }

  #letTimePass(): boolean {
    if (this.world.timers === null) return false;
    const timers = timersOf(this.world);
    if (timers.nextMs === Infinity) return false;
    this.#nowMs = Math.max(this.#nowMs, timers.nextMs);
    timers.fire();
    return true;
  }
}
