/** acquire: takes a lock and gives what lets go of it, for `using`. */
import type { WaitOptions } from '../kernel/abort.ts';
import { Arm } from '../kernel/arm.ts';
import type { Op } from '../kernel/op.ts';
import { wait } from '../kernel/wait.ts';
import type { Waiter } from '../kernel/waiter.ts';
import type { World } from '../kernel/world.ts';
import { Hold } from './hold.ts';

/** A lock, as an arm. */
export interface LockArm extends Arm<void> {
  unlock(): void;
}

class Acquire extends Arm<Disposable> {
  readonly world: World;
  readonly #lock: LockArm;

  constructor(lock: LockArm) {
    super();
    this.world = lock.world;
    this.#lock = lock;
  }

  ready(): boolean {
    return this.#lock.ready();
  }

  commit(): Disposable {
    this.#lock.commit();
    return new Hold(this.#lock);
  }

  enqueue(waiter: Waiter): void {
    waiter.value = new Hold(this.#lock);
    this.#lock.enqueue(waiter);
  }
}

export function acquire(lock: LockArm, options: WaitOptions | undefined): Op<Disposable> {
  lock.world.budget--;
  return wait(new Acquire(lock), options);
}
