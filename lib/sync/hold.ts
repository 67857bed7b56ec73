/** What `using` lets go of: a lock that somebody has. */

/** What can be let go of. */
interface Unlockable {
  unlock(): void;
}

export class Hold implements Disposable {
  /** Since when it was waited for. */
  since = 0;
  #lock: Unlockable | null;

  constructor(lock: Unlockable) {
    this.#lock = lock;
  }

  /** Unlocks, the first time. */
  [Symbol.dispose](): void {
    const lock = this.#lock;
    this.#lock = null;
    lock?.unlock();
  }
}
