/**
 * select: waits for the first of several operations, and does exactly one.
 *
 * In three passes, like Go's: look at every arm and draw one of those that are ready; if none is,
 * stand in every line; when woken, whoever woke it has fixed the arm and has taken the others out
 * of their lines. It knows arms, not channels.
 *
 * Invariant: `spare` is null while a select reads its arms, so that a getter among them that
 * selects as well gets lists of its own. The arms are read once, in source order, before anything
 * is looked at (SEL-01); from then on no code of the user runs.
 */
import type { WaitOptions } from './kernel/abort.ts';
import { Arm, isArm } from './kernel/arm.ts';
import { anotherWorld, MisuseError } from './kernel/errors.ts';
import { failed, open, over } from './kernel/door.ts';
import type { Op, Pending } from './kernel/op.ts';
import { wait } from './kernel/wait.ts';
import { ArmWaiter, Selecting, type Received } from './kernel/waiter.ts';
import { here, type World } from './kernel/world.ts';
import type { ArmsOf, Selected } from './selected.ts';

/** The arms of one select, read: an arm itself, ready when one of them is. */
class Cases extends Arm {
  readonly armKeys: unknown[] = [];
  readonly arms: Arm[] = [];
  count = 0;
  /** How many were written down, those that are null included. */
  written = 0;
  /** The one that `ready` has drawn. */
  drawn = -1;
  declare world: World;

  addArm(key: string | number, arm: unknown): void {
    this.written++;
    if (arm === null || arm === undefined) return;
    if (!isArm(arm)) throw notAnArm(key, arm);
    if (this.count === 0) this.world = arm.world;
    else if (this.world !== arm.world) throw anotherWorld();
    this.armKeys[this.count] = key;
    this.arms[this.count++] = arm;
  }

  /** Draws one of those that are ready, each with the same chance (SEL-05). */
  ready(): boolean {
    const { arms, count } = this;
    let many = 0;
    for (let i = 0; i < count; i++) {
      if (!(arms[i] as Arm).ready()) continue;
      many++;
      this.drawn = i;
    }
    if (many > 1) this.drawn = this.nth(this.world.choose('arm', many));
    return many > 0;
  }

  /** The index of the ready arm before which stand `n` others that are. */
  nth(n: number): number {
    for (let i = 0; ; i++) {
      if ((this.arms[i] as Arm).ready() && n-- === 0) return i;
    }
  }

  commit(): { key: unknown; value: unknown; ok: boolean } {
    const received = (this.arms[this.drawn] as Arm).commit() as Received<unknown> | undefined;
    const key = this.armKeys[this.drawn];
    return received === undefined
      ? { key, value: undefined, ok: true }
      : { key, value: received.value, ok: received.ok };
  }

  /** Stands in every line. Several arms in one line stand there in random order (SEL-21). */
  override park(shuffled = false): Pending {
    const op = new Selecting(this.world, this.written);
    for (let i = 0; i < this.count; i++) {
      const waiter = new ArmWaiter(op, this.armKeys[i]);
      (this.arms[i] as Arm).enqueue(waiter);
      if (!shuffled && waiter.before !== null && waiter.before.select === op) {
        op.withdraw();
        this.shuffle();
        return this.park(true);
      }
    }
    return op;
  }

  shuffle(): void {
    const { arms, armKeys } = this;
    for (let i = this.count; --i > 0;) {
      const other = this.world.choose('order', i + 1);
      [arms[i], arms[other]] = [arms[other] as Arm, arms[i] as Arm];
      [armKeys[i], armKeys[other]] = [armKeys[other], armKeys[i]];
    }
  }

  /** A select is no arm of another. */
  enqueue(): void {}

  /** To be read into again. Lists that an error left behind are not, and no harm is done. */
  wipe(): this {
    for (let i = 0; i < this.count; i++) {
      this.armKeys[i] = undefined;
      this.arms[i] = undefined as never;
    }
    this.count = 0;
    this.written = 0;
    return this;
  }
}

let spare: Cases | null = null;

const own = Object.prototype.hasOwnProperty;

/** Reads the arms. */
function read(arms: unknown): Cases {
  if (typeof arms !== 'object' || arms === null || isArm(arms)) throw noRecord(arms);
  const cases = spare ?? new Cases();
  spare = null;
  cases.world = here();
  const list = Array.isArray(arms);
  for (const key in arms as Record<string, unknown>) {
    if (own.call(arms, key))
      cases.addArm(list ? Number(key) : key, (arms as Record<string, unknown>)[key]);
  }
  // Nothing written down in a map or a promise, say: that is not the wait for nothing of `{}`, whose
  // prototype has none itself, in whatever realm.
  const above = Object.getPrototypeOf as (of: object) => object | null;
  if (cases.written === 0 && !list && above(above(arms) ?? Object.prototype) !== null)
    throw noRecord(arms);
  return cases;
}

/**
 * Waits until one of the operations can go ahead, does that one and no other, and says which:
 * `{ key, value, ok }`, a union tagged by `key`. If several can, each has the same chance. An arm
 * that is `null` or `undefined` is never ready, as a nil channel is in Go. An abort does nothing.
 *
 * @throws SendOnClosedError (as a rejection) if the chosen arm sends on a closed channel (SEL-12).
 *
 * @example
 * ```ts
 * import { Channel, select } from 'millrace';
 *
 * const numbers = new Channel<number>(1);
 * const words = new Channel<string>();
 * await numbers.send(7);
 * const got = await select({ numbers, words });
 * switch (got.key) {
 *   case 'numbers': console.log('number', got.value); break;
 *   case 'words': console.log('word', got.value); break;
 * }
 * // Output:
 * // number 7
 * ```
 */
export function select<const A extends ArmsOf<A>>(arms: A, options?: WaitOptions): Op<Selected<A>> {
  try {
    const cases = read(arms);
    // What takes the long way keeps its lists: a controller may come back to them.
    if (--cases.world.budget < 0 || options !== undefined) {
      return wait(cases, options) as Op<Selected<A>>;
    }
    const op = cases.ready() ? over(cases.commit()) : open(cases.park());
    spare = cases.wipe();
    return op as Op<Selected<A>>;
  } catch (error) {
    return failed(error);
  }
}

/**
 * Go's `select` with a `default`: does one of the operations if one can go ahead now, and gives
 * `undefined` otherwise. It never waits (SEL-07, SEL-24).
 *
 * @throws SendOnClosedError if the chosen arm sends on a closed channel.
 */
export function trySelect<const A extends ArmsOf<A>>(arms: A): Selected<A> | undefined {
  const cases = read(arms);
  const selected = cases.ready() ? cases.commit() : undefined;
  spare = cases.wipe();
  return selected as Selected<A> | undefined;
}

function noRecord(arms: unknown): MisuseError {
  return new MisuseError('select: pass a record or an array of arms, such as { jobs }', arms);
}

function notAnArm(key: string | number, arm: unknown): MisuseError {
  return new MisuseError(`select: arm ${key}: pass the channel itself, or its onSend(value)`, arm);
}
