/**
 * A call that is due: what stands behind the timer of `afterFunc`.
 *
 * Invariant: it is among its world's timers exactly while the call is to come.
 */
import { Goroutine } from '../kernel/goroutine.ts';
import { scopeNow, type Scope } from '../kernel/scope.ts';
import { timersOf, type Entry, type Holder } from '../kernel/timers.ts';
import type { World } from '../kernel/world.ts';

export class TimerCall implements Entry {
  declare readonly world: World;
  declare readonly fn: () => unknown;
  declare readonly scope: Scope;
  declare dueMs: number;
  declare index: number;
  declare order: number;
  declare holder: Holder | null;

  constructor(world: World, delayMs: number, fn: () => unknown) {
    this.world = world;
    this.fn = fn;
    this.scope = scopeNow();
    this.dueMs = 0;
    this.index = -1;
    this.order = 0;
    this.holder = null;
    this.reset(delayMs);
  }

  stop(): boolean {
    const pending = this.index >= 0;
    if (pending) timersOf(this.world).remove(this);
    return pending;
  }

  reset(delayMs: number): boolean {
    const pending = this.stop();
    this.dueMs = this.world.now() + delayMs;
    timersOf(this.world).add(this);
    return pending;
  }

  /** In a goroutine of its own. */
  fire(): void {
    this.world.ready(this.scope(() => new Goroutine(this.world, this.fn, [])));
  }
}
