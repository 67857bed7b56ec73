/**
 * A call that many wait for: a function that runs once, as a goroutine of its own. Whoever makes
 * the call starts it at once, before anybody else runs, as if the function ran in his goroutine.
 *
 *   fresh → running (its goroutine has started) → over (that has ended)
 *
 * Invariants:
 *  - somebody waits only while it is running;
 *  - of those who wait only the runner stands in `own`: who started it, until he gives up;
 *  - once it is over it holds neither its function nor whoever has waited (ON-07).
 */
import { signalOf, type WaitOptions } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import { MisuseError } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { fail, hasFailed, observe, settle, type Op, type Pending } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import { WaitQueue } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import { settleNow } from './lock.ts';
import { kernel, type World } from '../kernel/world.ts';

const FRESH = 0;
const RUNNING = 1;
const OVER = 2;

export type Body = () => unknown;

/** What runs in the place of what is no function: the call is made all the same (ON-05). */
function nil(): never {
  throw new MisuseError('a function was expected');
}

export class Call<T> {
  declare readonly world: World;
  /** What it runs, if that is known before it is made, until it has started. */
  declare fn: Body | null;
  declare state: number;
  /** Whether it is in its first stretch, in which the runner cannot wait yet. */
  declare starting: boolean;
  declare own: WaitQueue<Waiter> | null;
  declare others: WaitQueue<Waiter> | null;
  declare failed: boolean;
  /** What it gave or failed with. */
  declare value: unknown;

  constructor(world: World, fn: Body | null) {
    this.world = world;
    this.fn = fn;
    this.state = FRESH;
    this.starting = false;
    this.own = null;
    this.others = null;
    this.failed = false;
    this.value = undefined;
  }

  get over(): boolean {
    return this.state === OVER;
  }

  /** The call to wait for, for who comes now: this one, unless another is under way. */
  current(): Call<T> {
    return this;
  }

  /** Somebody but the runner waits, too. */
  shared(): void {}

  /**
   * Runs the function until it waits for something; in a controlled world, or if it is to start
   * `aside`, when its turn comes.
   */
  begin(brought: Body | null, aside = false): void {
    const { world } = this;
    const fn = brought ?? this.fn;
    this.state = RUNNING;
    this.fn = null;
    this.own = new WaitQueue<Waiter>(this, 'join');
    this.others = new WaitQueue<Waiter>(this, 'sync.Mutex.Lock');
    const goroutine = new Goroutine(world, typeof fn === 'function' ? fn : nil, []);
    observe(goroutine, { ready: (ended) => this.end(ended) });
    if (world.controller === null && !aside) {
      this.starting = true;
      stepAside(goroutine);
      this.starting = false;
    } else {
      world.ready(goroutine);
    }
  }

  end(goroutine: Pending): void {
    const { own, others } = this;
    this.state = OVER;
    this.failed = hasFailed(goroutine);
    this.value = goroutine.value;
    this.own = null;
    this.others = null;
    // In a spent slice nobody goes on: a loop over functions that the host ends would starve it.
    if (this.world.spent) this.world.late.push(() => this.tellAll(own, others));
    else this.tellAll(own, others);
  }

  tellAll(own: WaitQueue<Waiter> | null, others: WaitQueue<Waiter> | null): void {
    // A generator goroutine goes on here and now, as if the function had run in it: it is its turn.
    const now = this.world.controller === null && own?.first?.ext === null;
    if (!now) this.tell(own as WaitQueue<Waiter>, true, false);
    this.tell(others as WaitQueue<Waiter>, false, false);
    if (now) this.tell(own as WaitQueue<Waiter>, true, true);
  }

  /** Ends the waits of a line. */
  tell(line: WaitQueue<Waiter>, runner: boolean, now: boolean): void {
    while (line.first !== null) {
      const waiter = line.shift();
      if (this.failed && this.concerns(runner)) fail(waiter, this.value);
      else if (now) settleNow(waiter, this.give());
      else settle(waiter, this.give());
    }
  }

  /** Whom the failure is told: here everybody. */
  concerns(_runner: boolean): boolean {
    return true;
  }

  /** What one who waits is given. */
  give(): unknown {
    return this.value;
  }

  /** What somebody gets who comes when it is over. */
  get(runner: boolean): T {
    if (this.failed && this.concerns(runner)) throw this.value;
    return this.give() as T;
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { state, own, others } = this;
      if ((state === RUNNING) !== (own !== null && others !== null)) throw new Error('call: lines');
      own?.check();
      others?.check();
      if (own !== null && own.first !== own.last) throw new Error('call: two runners');
    }
  }
}

/** Steps a new goroutine in the middle of whatever runs now. */
function stepAside(goroutine: Goroutine): void {
  const { current, entered } = kernel;
  kernel.current = null;
  goroutine.step();
  kernel.current = current;
  kernel.entered = entered;
}

/** Somebody's call, as an arm. */
class Calling<T> extends Arm<T> {
  declare readonly world: World;
  readonly #call: Call<T>;
  readonly #fn: Body | null;
  #runner: boolean;

  constructor(call: Call<T>, fn: Body | null, runner: boolean) {
    super();
    this.world = call.world;
    this.#call = call;
    this.#fn = fn;
    this.#runner = runner;
  }

  ready(): boolean {
    return this.#call.over;
  }

  commit(): T {
    return this.#call.get(this.#runner);
  }

  enqueue(waiter: Waiter): void {
    const call = this.#call.current();
    if (call.state === FRESH) {
      this.#runner = true;
      call.begin(this.#fn);
    }
    if (!this.#runner) call.shared();
    (this.#runner ? call.own : call.others)?.push(waiter);
  }
}

/** Whether a function is to run before `wait` looks at its arm, since `wait` will get that far. */
function mayBegin(world: World, options: WaitOptions | undefined): boolean {
  const { current } = kernel;
  if (world.controller !== null) return false;
  if (current !== null && (current.world !== world || current === world.exiting)) return false;
  try {
    return options === undefined || signalOf(options)?.aborted !== true;
  } catch {
    return false;
  }
}

/** Makes the call, or waits for the end of the one that was made; it may know its function. */
export function make<T>(made: Call<T>, fn: Body | null, options: WaitOptions | undefined): Op<T> {
  // In a controlled world nothing happens yet: which call is under way is asked when its turn comes.
  const call = made.world.controller === null ? made.current() : made;
  const runner = call.state === FRESH && mayBegin(call.world, options);
  if (runner) call.begin(fn);
  // What has happened already cannot be aborted any more, not even by the function itself.
  return wait(new Calling(call, fn, runner), runner && call.over ? undefined : options);
}
