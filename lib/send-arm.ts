/** The send side of a channel as an arm: of a `select`, or of a send that has to wait. */
import { Arm } from './kernel/arm.ts';
import type { WaitQueue } from './kernel/wait-queue.ts';
import type { Waiter } from './kernel/waiter.ts';
import type { World } from './kernel/world.ts';

/** What a send arm needs of its channel. */
export interface SendSide<in T> {
  readonly world: World;
  readonly senders: WaitQueue<Waiter>;
  readonly canSend: () => boolean;
  readonly trySend: (value: T) => boolean;
  readonly line: (queue: WaitQueue<Waiter>, waiter: Waiter) => void;
}

export class SendArm<T> extends Arm<void> {
  declare readonly world: World;
  /** The channel. */
  declare readonly side: SendSide<T>;
  declare readonly value: T;

  constructor(side: SendSide<T>, value: T) {
    super();
    this.world = side.world;
    this.side = side;
    this.value = value;
  }

  ready(): boolean {
    return this.side.canSend();
  }

  commit(): void {
    this.side.trySend(this.value);
  }

  enqueue(waiter: Waiter): void {
    waiter.value = this.value;
    this.side.line(this.side.senders, waiter);
  }
}
