/**
 * A limit: a time after which a member waits no longer for a value.
 *
 * One timer serves however many waits. As an arm of each it would be set and stopped for each value,
 * and with it the host's, which is dearer than all the rest.
 *
 * Invariant: `over` is closed exactly when the time has passed, and nobody waits for that after `stop`.
 */
import { armOf } from '../bridge/arm-of.ts';
import { after } from '../after.ts';
import { Channel } from '../channel.ts';
import { observe, type Pending } from '../kernel/op.ts';

/** Whose limit it is. */
interface Limited {
  /** The time has passed, while it may be waiting. */
  passed(limit: Limit): void;
}

export class Limit {
  readonly over: Channel<never> = new Channel<never>();
  readonly #alarm: Pending | null = null;

  constructor(member: Limited, ms: number) {
    const arm = armOf(after(ms), 'limit');
    if (arm.ready()) {
      this.over.close();
      return;
    }
    this.#alarm = arm.park();
    const ready = (): void => {
      this.over.close();
      member.passed(this);
    };
    observe(this.#alarm, { ready });
  }

  get isOver(): boolean {
    return this.over.ready();
  }

  /** It is not needed any more. */
  stop(): void {
    if (!this.isOver) this.#alarm?.withdraw();
  }
}
