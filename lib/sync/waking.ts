/**
 * Those who wait for a condition, and how each gets its lock back.
 *
 *   asleep → (it is woken, or gives up) its turn is due → it locks, which may mean to wait → through
 *
 * To be woken is to get a turn in the run queue, as in Go: who runs before may take the lock first.
 * Who gives up takes the same way, since a wait ends with the lock held, however it ends.
 *
 * Invariants, of a sleeper and its waking:
 *  - the sleeper stands in the line of the condition exactly while it is asleep;
 *  - the waking is over once it is not: well if it was woken, badly if it has given up;
 *  - only while it is asleep it is tied to a signal: who was woken cannot give up any more.
 */
import { Arm } from '../kernel/arm.ts';
import { abandon } from '../kernel/forsake.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { fail, hasFailed, observe, Pending, type Routine } from '../kernel/op.ts';
import { Waiter } from '../kernel/waiter.ts';
import type { Task, World } from '../kernel/world.ts';
import { arrive } from './lock.ts';
import { LOCK, type Locker } from './locker.ts';

/** Who waits; first in the line of the condition, then in that of the lock. */
export class Sleeper extends Waiter<void> {
  declare readonly waking: Waking;

  constructor(world: World, locker: Locker, pass: () => void) {
    super(undefined);
    this.waking = new Waking(world, this, locker, pass);
  }

  /** Nobody waits for it any more. */
  override withdraw(): void {
    this.waking.left = true;
    abandon(this.waking);
  }
}

/** The end of its sleep, and the task that locks then. */
export class Waking extends Pending<void> implements Task {
  declare readonly world: World;
  declare wait: null;
  declare readonly sleeper: Sleeper;
  declare readonly locker: Locker;
  /** Wakes somebody else in its place. */
  declare readonly pass: () => void;
  /** Who gave up stands like this in the line of the lock. */
  declare stand: Waiter | null;
  declare left: boolean;

  constructor(world: World, sleeper: Sleeper, locker: Locker, pass: () => void) {
    super(undefined);
    this.world = world;
    this.wait = null;
    this.sleeper = sleeper;
    this.locker = locker;
    this.pass = pass;
    this.stand = null;
    this.left = false;
    this.task = this;
  }

  /** Leaves the line, for whatever comes next. */
  override withdraw(): void {
    const { sleeper, stand } = this;
    sleeper.queue?.remove(sleeper);
    stand?.queue?.remove(stand);
  }

  ready(): void {
    if (this.stand === null) this.world.ready(this);
    else this.through(false);
  }

  step(): void {
    if (this.left) {
      if (!hasFailed(this)) this.pass();
    } else if (this.stand !== null) {
      this.through(false);
    } else {
      this.lock();
    }
  }

  lock(): void {
    const arm = armOf(this.locker);
    if (arm === null) {
      this.lockStrange();
    } else if (arm.ready()) {
      arm.commit();
      this.through(true);
    } else if (hasFailed(this)) {
      this.stand = new Waiter(undefined);
      this.stand.task = this;
      arm.enqueue(this.stand);
    } else {
      arm.enqueue(this.sleeper);
    }
  }

  /** A lock that is none of ours can do whatever a goroutine can. */
  lockStrange(): void {
    const { world, sleeper } = this;
    const goroutine = new Goroutine<void>(world, lockOf as never, [this.locker]);
    const ready = (): void => {
      if (hasFailed(goroutine)) fail(sleeper, goroutine.value);
      else this.through(false);
    };
    observe(goroutine, { ready });
    world.ready(goroutine);
  }

  /** It has the lock: at once if it is its turn to run. */
  through(now: boolean): void {
    if (hasFailed(this)) fail(this.sleeper, this.value);
    else arrive(this.sleeper, now);
  }
}

function* lockOf(locker: Locker): Routine<void> {
  yield* locker.lock();
}

/** The arm of a lock, if it is ours. */
function armOf(locker: Locker): Arm<void> | null {
  const own = Object.hasOwn(Object.getPrototypeOf(locker) as object, LOCK);
  return own ? ((locker as { [LOCK]?: Arm<void> })[LOCK] ?? null) : null;
}
