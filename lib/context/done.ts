/** The channel that says that a context is over. */
import { Channel } from '../channel.ts';
import type { Received, Waiter } from '../kernel/waiter.ts';

/** Whose channel it is. */
export interface Owner {
  /** Looks whether its time has come. Precondition: runs no code of the user. */
  glance(): void;
  /** Somebody waits here now. */
  attended(): void;
  /** Nobody waits here any more. */
  deserted(): void;
}

/** Before anybody waits, the clock is asked: the host's timer may be late, or never have a turn. */
export class Done extends Channel<never> {
  declare readonly owner: Owner;

  constructor(owner: Owner) {
    super();
    this.owner = owner;
  }

  /** @internal */
  override poll(): Received<never> | undefined {
    this.owner.glance();
    return super.poll();
  }

  /** @internal */
  override ready(): boolean {
    this.owner.glance();
    return super.ready();
  }

  /** @internal */
  override enqueue(waiter: Waiter): void {
    super.enqueue(waiter);
    this.owner.attended();
  }

  deserted(): void {
    this.owner.deserted();
  }
}
