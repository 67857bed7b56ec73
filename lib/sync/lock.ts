/**
 * The lock inside of every lock: one holder, a line of those who wait, and Go's rule of who is next
 * (docs/decisions/0006).
 *
 * To unlock is not to give the lock away. A turn in the run queue is taken for the first in line;
 * when it comes, the first in line gets the lock, unless somebody who was running took it before
 * (MU-05). Who was passed over stays first. If it has waited for more than a millisecond by then,
 * the lock is starving: from now on it goes from hand to hand, and nobody can pass (MU-07).
 *
 * Invariants:
 *  - while it is free and somebody waits, a turn is due;
 *  - at most one turn is due (MU-06);
 *  - while it is starving it is held, and somebody waits.
 */
import { Arm } from '../kernel/arm.ts';
import { FatalError } from '../kernel/errors.ts';
import { settle } from '../kernel/op.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import type { Waiter } from '../kernel/waiter.ts';
import type { Task, World } from '../kernel/world.ts';
import { Hold } from './hold.ts';

/** Who has waited longer is not passed over once more. */
const STARVING_MS = 1;

export class Lock extends Arm<void> implements Place {
  declare readonly world: World;
  declare readonly waiters: WaitQueue<Waiter>;
  declare held: boolean;
  declare starving: boolean;
  declare turn: LockTurn | null;

  constructor(world: World) {
    super();
    this.world = world;
    this.waiters = new WaitQueue<Waiter>(this, 'sync.Mutex.Lock');
    this.held = false;
    this.starving = false;
    this.turn = null;
  }

  ready(): boolean {
    return !this.held;
  }

  commit(): void {
    this.held = true;
  }

  /** While it waits, a waiter's value is since when; or the hold that it will get, which knows. */
  enqueue(waiter: Waiter): void {
    const now = this.world.now();
    if (waiter.value instanceof Hold) waiter.value.since = now;
    else waiter.value = now;
    this.waiters.push(waiter);
  }

  unlock(): void {
    if (!this.held) {
      throw new FatalError('sync: unlock of unlocked mutex', 'UNLOCK_OF_UNLOCKED_MUTEX');
    }
    this.release();
  }

  /** Precondition: held. */
  release(): void {
    const { waiters } = this;
    if (waiters.first === null) {
      this.held = false;
    } else if (this.starving) {
      const waiter = waiters.shift();
      this.starving = waiters.first !== null && this.isLate(waiter);
      this.pass(waiter, false);
    } else {
      this.held = false;
      this.turn ??= new LockTurn(this);
      if (!this.turn.due) {
        this.turn.due = true;
        this.world.ready(this.turn);
      }
    }
  }

  /** It is the turn of the first in line. */
  offer(): void {
    const { waiters } = this;
    if (waiters.first === null) return;
    if (this.held) {
      this.starving ||= this.isLate(waiters.first);
    } else {
      this.held = true;
      this.pass(waiters.shift(), true);
    }
  }

  /** Lets a waiter go on that has the lock: at once if it is its turn to run. */
  pass(waiter: Waiter, now: boolean): void {
    arrive(waiter, now);
  }

  isLate({ value }: Waiter): boolean {
    const since = value instanceof Hold ? value.since : (value as number);
    return this.world.now() - since > STARVING_MS;
  }

  /** Everyone who waited has given up. */
  deserted(): void {
    this.starving = false;
  }

  /** @internal */
  check(): void {
    CHECK: {
      const { held, starving, turn, waiters } = this;
      waiters.check();
      if (!held && waiters.first !== null && turn?.due !== true) throw new Error('lock: forgotten');
      if (starving && (!held || waiters.first === null)) throw new Error('lock: starving');
    }
  }
}

/** A lock's place in the run queue. */
class LockTurn implements Task {
  declare readonly lock: Lock;
  declare readonly world: World;
  declare wait: null;
  declare due: boolean;

  constructor(lock: Lock) {
    this.lock = lock;
    this.world = lock.world;
    this.wait = null;
    this.due = false;
  }

  ready(): void {
    this.world.ready(this);
  }

  step(): void {
    this.due = false;
    this.lock.offer();
  }
}

/** Ends the wait of a waiter that was taken from its line. Precondition of `now`: nobody runs. */
export function arrive(waiter: Waiter, now: boolean): void {
  const gives = waiter.value instanceof Hold ? waiter.value : undefined;
  if (now) settleNow(waiter, gives);
  else settle(waiter, gives);
}

/**
 * Ends a wait whose turn in the run queue has come: to make the goroutine ready would send it to the
 * end once more. Precondition: nobody runs.
 */
export function settleNow(waiter: Waiter, value: unknown): void {
  const { task } = waiter;
  if (task === null || waiter.ext !== null) {
    settle(waiter, value);
    return;
  }
  waiter.done = true;
  waiter.value = value;
  waiter.task = null;
  task.step();
}
