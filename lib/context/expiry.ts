/**
 * The deadline of a context, among the timers of its world.
 *
 * Invariant: it is there exactly until it has passed or the context is over.
 */
import { timersOf, type Entry, type Holder } from '../kernel/timers.ts';
import type { World } from '../kernel/world.ts';

export interface Expiring {
  expire(cause: unknown, quiet: boolean): void;
}

export class Expiry implements Entry {
  declare readonly context: Expiring;
  declare readonly world: World;
  declare readonly dueMs: number;
  declare readonly cause: unknown;
  declare index: number;
  declare order: number;
  declare holder: Holder | null;

  constructor(context: Expiring, world: World, dueMs: number, cause: unknown) {
    this.context = context;
    this.world = world;
    this.dueMs = dueMs;
    this.cause = cause;
    this.index = -1;
    this.order = 0;
    this.holder = null;
    timersOf(world).add(this);
  }

  stop(): void {
    if (this.index >= 0) timersOf(this.world).remove(this);
  }

  /** Passes now if it is due by the clock, whether or not the host's timer has fired. */
  look(quiet: boolean): void {
    if (this.index < 0 || this.world.now() < this.dueMs) return;
    this.stop();
    this.context.expire(this.cause, quiet);
  }

  fire(): void {
    this.context.expire(this.cause, false);
  }
}
