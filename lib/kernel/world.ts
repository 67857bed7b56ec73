/**
 * A world: everything that could differ between two runs of one program. Who may run next, the
 * clock, random numbers and ids come from here and from nowhere else.
 *
 * The default world takes them from the host. A controlled world has a `controller`, which is asked
 * at every operation; its budget never rises above nothing, so that one test in the fast path of
 * an operation (`--budget < 0`) serves both the time slice and the controller.
 *
 * Invariants:
 *  - whoever can run is in `queue`, once, and in the default world `scheduled` says that a drain of
 *    it is due or under way;
 *  - `spent` (the slice is over) implies `probing` (a macrotask that ends the slice is due) and
 *    `budget <= 0`; nobody runs from the queue while `spent`;
 *  - `late` is empty unless `spent`.
 */
import * as host from './host.ts';
import { Ring } from './ring.ts';

/** What can be resumed. In the kernel's eyes a goroutine is no more than this. */
export interface Task {
  /** Runs until it waits again or ends. Precondition: nothing else of ours is running. */
  step(): void;
  /** Puts it at the end of its world's run queue. */
  ready(): void;
  /** The operation it is suspended on, or null while it runs. */
  wait: unknown;
  /** Where it lives. */
  readonly world: World;
}

/** Takes every choice of a controlled world. */
export interface Controller {
  /** Stands in for the operation; commits it when the controller says so. */
  attempt(arm: unknown, signal: unknown): unknown;
  /** An operation that does nothing: a schedule point. `yields` goes to the back of the line. */
  point(yields: boolean): unknown;
  /** A number from 0 to `count - 1`: which of several ready arms, or of equal timers. */
  choose(what: 'arm' | 'order', count: number): number;
  now(): number;
  /** Whether an operation belongs to another world. */
  isForeign(op: unknown): boolean;
  /** Told instead of the observer, which is the default world's. */
  started(goroutine: Task): void;
  ended(goroutine: Task, error: unknown): void;
  /** The host runs an async goroutine now: nobody else may, until it is suspended or has ended. */
  resumed(owner: Task | null): void;
  /** The async goroutine that runs waits for this. */
  suspended(attempt: Task): void;
}

/** How long goroutines may hold the event loop: see docs/decisions/0003. */
const SLICE_MS = 4;

/** Operations between two looks at the clock; it shrinks when operations are far apart. */
const MAX_QUOTA = 128;

export class World {
  declare budget: number;
  declare allowance: number;
  declare queue: Ring<Task>;
  declare scheduled: boolean;
  declare spent: boolean;
  declare probing: boolean;
  declare sliceStart: number;
  declare lastLook: number;
  /** Operations that ended after the slice did: they come to light after it. */
  declare late: (() => void)[];
  declare controller: Controller | null;
  /** The nil channel, and the timers, once somebody has asked for them. */
  declare nilChannel: unknown;
  declare timers: unknown;
  /** Goroutines that have started and not ended. */
  declare live: number;
  declare lastGoroutine: number;
  /**
   * A goroutine that called `goexit` and is on its way out: it must not wait any more. Meanwhile
   * the budget is at nothing, so that every operation comes to look.
   */
  declare exiting: Task | null;
  /** What a suspended goroutine is told that must not wait, once there can be one. */
  declare refuse: ((goroutine: Task) => Error | null) | null;
  declare drain: () => void;
  declare endSlice: () => void;

  constructor(controller: Controller | null) {
    this.budget = controller === null ? MAX_QUOTA : 0;
    this.allowance = MAX_QUOTA;
    // Worlds that are made for one run of an exploration are many, and small.
    this.queue = new Ring<Task>(controller === null ? 64 : 8);
    this.scheduled = controller !== null;
    this.spent = false;
    this.probing = false;
    this.sliceStart = 0;
    this.lastLook = 0;
    this.late = [];
    this.controller = controller;
    this.nilChannel = null;
    this.timers = null;
    this.live = 0;
    this.lastGoroutine = 0;
    this.exiting = null;
    this.refuse = null;
    this.drain = () => drain(this);
    this.endSlice = () => endSlice(this);
  }

  /** Puts a task at the end of the one queue, whether it is new or woken (OR-02). */
  ready(task: Task): void {
    this.queue.push(task);
    if (!this.scheduled) this.schedule();
  }

  schedule(): void {
    this.scheduled = true;
    // After a spent slice the macrotask drains: a microtask would go on holding the loop.
    if (!this.spent) host.microtask(this.drain);
  }

  /**
   * The budget ran out: looks at the clock. True when the slice is over, and whoever asks must
   * resume only after a macrotask.
   *
   * The slice is measured from an outstanding macrotask, so that a program which hardly runs is
   * never mistaken for one that holds the loop.
   */
  turn(): boolean {
    this.budget = 0;
    if (this.spent) return true;
    if (this.exiting !== null) return false;
    const time = host.now();
    if (!this.probing) {
      this.probing = true;
      this.sliceStart = time;
      host.macrotask(this.endSlice);
    } else {
      // Operations far apart: look more often, or slices would be overrun by many times.
      this.allowance = time - this.lastLook > 0.5 ? (this.allowance >> 2) + 1 : MAX_QUOTA;
      if (time - this.sliceStart >= SLICE_MS) {
        this.spent = true;
        return true;
      }
    }
    this.lastLook = time;
    this.budget = this.allowance;
    return false;
  }

  /** Milliseconds on this world's monotonic clock. */
  now(): number {
    return this.controller?.now() ?? host.now();
  }

  /** A uniform number from 0 to `count - 1`. Precondition: `count >= 1`. */
  choose(what: 'arm' | 'order', count: number): number {
    return this.controller?.choose(what, count) ?? (Math.random() * count) | 0;
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.queue.check();
      if (this.controller !== null) break CHECK;
      if (this.queue.length > 0 && !this.scheduled) throw new Error('world: queue without a drain');
      if (this.spent && (!this.probing || this.budget > 0)) throw new Error('world: spent');
      if (this.late.length > 0 && !this.spent) throw new Error('world: late');
    }
  }
}

/** Told of goroutines as they come, wait and go. */
export interface Observer {
  started(goroutine: Task): void;
  ended(goroutine: Task, error: unknown): void;
  /** Somebody who is no generator goroutine waits; `op` is null if what for is over already. */
  waits(op: unknown, promise: Promise<unknown>): void;
  /** What waited fails because of what somebody else does now; it has not been told yet. */
  refused?(op: unknown, error: unknown): void;
  /** On whose behalf timers are set now; null if that is nobody it knows. */
  holder(): unknown;
  /** The host's context of asynchronous calls as it is now, from who carries it: see scope.ts. */
  scope?(): unknown;
}

function drain(world: World): void {
  const { queue } = world;
  try {
    // A step counts as an operation does: there may be none in it.
    while (queue.length > 0 && (--world.budget >= 0 || !world.turn())) queue.shift().step();
  } finally {
    // Gives back the memory of a crowd that is gone.
    if (queue.length === 0 && queue.mask > 1023) queue.resize(64);
    world.scheduled = false;
    if (queue.length > 0) world.schedule();
  }
}

function endSlice(world: World): void {
  world.probing = false;
  if (!world.spent) return;
  world.spent = false;
  world.budget = world.allowance;
  const { late } = world;
  world.late = [];
  world.scheduled = true;
  for (const arrive of late) arrive();
  drain(world);
}

interface Kernel {
  /** The generator goroutine that is being stepped. */
  current: Task | null;
  /** Whose function is being called, which for an async one is its first stretch. */
  entered: Task | null;
  /** The world of whoever runs outside of these. */
  world: World;
  /** The default world. */
  readonly home: World;
  /** Who watches the goroutines of the default world: `run`, for its reports. */
  observer: Observer | null;
}

/**
 * What this thread is doing now. Two copies of the library share it, so that a program which has
 * got two still has one scheduler; the number is that of the kernel's layout, and copies of
 * different layouts know nothing of each other.
 */
const KERNEL = /* @__PURE__ */ Symbol.for('millrace.kernel.1');

export const kernel: Kernel = /* @__PURE__ */ sharedKernel();

function sharedKernel(): Kernel {
  const shared = globalThis as { [KERNEL]?: Kernel };
  const home = new World(null);
  return (shared[KERNEL] ??= { current: null, entered: null, world: home, home, observer: null });
}

/** The world of whoever is running. */
export function here(): World {
  const { current } = kernel;
  return current === null ? kernel.world : current.world;
}
