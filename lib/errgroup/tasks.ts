/**
 * The inside of an error group: its tasks, the places they run in, and who waits for either.
 *
 * Invariants:
 *  - `count` is how many tasks have started and not ended; nobody waits for the end while it is 0;
 *  - `active` is how many of them hold a place of `places`: only what starts under a limit holds one;
 *  - whoever waits for a place does so while all are held;
 *  - the first error stays for ever (EG-09).
 */
import { Arm } from '../kernel/arm.ts';
import { GoexitError } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { fail, hasFailed, observe, settle, type Pending } from '../kernel/op.ts';
import { scopeNow, type Scope } from '../kernel/scope.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import { Waiter } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';

type Body = () => unknown;

/** As many places as the limit says; a new limit makes new ones. */
class Places {
  readonly limit: number;
  active = 0;

  constructor(limit: number) {
    this.limit = limit;
  }
}

export class Tasks extends Arm<void> implements Place {
  declare readonly world: World;
  declare count: number;
  declare places: Places;
  /** Who waits for a place, and who for the end. */
  declare readonly starters: WaitQueue<Starter>;
  declare readonly waiters: WaitQueue<Waiter>;
  declare failed: boolean;
  declare error: unknown;
  /** Ends the context of the group, if it has one. */
  declare cancel: ((cause: unknown) => void) | null;

  constructor(world: World) {
    super();
    this.world = world;
    this.count = 0;
    this.places = new Places(Infinity);
    this.starters = new WaitQueue<Starter>(this, 'errgroup.Group.Go');
    this.waiters = new WaitQueue<Waiter>(this, 'sync.WaitGroup.Wait');
    this.failed = false;
    this.error = undefined;
    this.cancel = null;
  }

  get hasPlace(): boolean {
    return this.places.active < this.places.limit;
  }

  /** Precondition: there is a place. */
  start(fn: Body): void {
    const { world, places } = this;
    const holds = places.limit !== Infinity;
    if (holds) places.active++;
    this.count++;
    const goroutine = new Goroutine(world, fn, []);
    observe(goroutine, { ready: (ended) => this.end(ended, holds ? places : null) });
    world.ready(goroutine);
  }

  /** In Go's order: the error is known and the context over, then the place is free (EG-03). */
  end(task: Pending, places: Places | null): void {
    if (hasFailed(task) && !(task.value instanceof GoexitError) && !this.failed) {
      this.failed = true;
      this.error = task.value;
      this.cancel?.(this.error);
    }
    if (places !== null) {
      places.active--;
      this.admit();
    }
    this.count--;
    if (this.count === 0) this.release();
  }

  /** Starts the tasks of those who have waited longest, as far as there are places. */
  admit(): void {
    const { starters } = this;
    while (starters.first !== null && this.hasPlace) {
      const starter = starters.shift();
      settle(starter, undefined);
      starter.scope(() => this.start(starter.fn));
    }
  }

  /** All have ended. Who waits is released before the context ends, which may run the user's code. */
  release(): void {
    const { waiters, failed, error } = this;
    if (waiters.first === null) return;
    while (waiters.first !== null) {
      const waiter = waiters.shift();
      if (failed) fail(waiter, error);
      else settle(waiter, undefined);
    }
    this.cancel?.(error);
  }

  setLimit(limit: number): void {
    this.places = new Places(limit);
    this.admit();
  }

  // The end of all tasks, as an arm.

  ready(): boolean {
    return this.count === 0;
  }

  commit(): void {
    const { failed, error } = this;
    this.cancel?.(error);
    if (failed) throw error;
  }

  enqueue(waiter: Waiter): void {
    this.waiters.push(waiter);
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { count, places, starters, waiters } = this;
      starters.check();
      waiters.check();
      if (count === 0 && waiters.first !== null) throw new Error('errgroup: idle waiter');
      if (places.active > places.limit || places.active > count)
        throw new Error('errgroup: places');
      if (starters.first !== null && this.hasPlace) throw new Error('errgroup: idle starter');
    }
  }
}

/** Somebody whose task waits for a place. */
class Starter extends Waiter<void> {
  declare readonly fn: Body;
  declare readonly scope: Scope;

  constructor(fn: Body) {
    super(undefined);
    this.fn = fn;
    this.scope = scopeNow();
  }
}

/** The start of one task, as an arm. */
export class Start extends Arm<void> {
  declare readonly world: World;
  readonly #tasks: Tasks;
  readonly #fn: Body;

  constructor(tasks: Tasks, fn: Body) {
    super();
    this.world = tasks.world;
    this.#tasks = tasks;
    this.#fn = fn;
  }

  ready(): boolean {
    return this.#tasks.hasPlace;
  }

  commit(): void {
    this.#tasks.start(this.#fn);
  }

  enqueue(starter: Starter): void {
    this.#tasks.starters.push(starter);
  }

  override park(): Pending {
    const starter = new Starter(this.#fn);
    this.enqueue(starter);
    return starter;
  }
}
