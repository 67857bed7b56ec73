/**
 * An alarm: a moment that can be waited for.
 *
 * Invariant: it is among its world's timers exactly while somebody waits for it. Before its time
 * nobody gets past it; from then on `ready` says so by the clock alone, whether or not the host's
 * timer has fired (TM-12).
 */
import { Arm } from './arm.ts';
import { timersOf, type Entry, type Holder } from './timers.ts';
import { WaitQueue, type Place } from './wait-queue.ts';
import type { Waiter } from './waiter.ts';
import type { World } from './world.ts';

export abstract class Alarm<R> extends Arm<R> implements Place, Entry {
  declare readonly world: World;
  declare readonly dueMs: number;
  declare readonly waiters: WaitQueue<Waiter>;
  declare index: number;
  declare order: number;
  declare holder: Holder | null;

  constructor(world: World, delayMs: number, reason: string) {
    super();
    this.world = world;
    this.dueMs = world.now() + delayMs;
    this.waiters = new WaitQueue<Waiter>(this, reason);
    this.index = -1;
    this.order = 0;
    this.holder = null;
  }

  ready(): boolean {
    return this.world.now() >= this.dueMs;
  }

  enqueue(waiter: Waiter): void {
    this.waiters.push(waiter);
    if (this.index < 0) timersOf(this.world).add(this);
  }

  deserted(): void {
    timersOf(this.world).remove(this);
  }

  abstract fire(): void;
}
