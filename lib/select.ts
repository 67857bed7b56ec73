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
import { attach, signalOf, type Signal, type WaitOptions } from './kernel/abort.ts';
import { Arm } from './kernel/arm.ts';
import { GoexitError, MisuseError } from './kernel/errors.ts';
import { afterSlice, failed, open, over, type Op } from './kernel/op.ts';
import { ArmWaiter, Selecting, type Received, type Waiter } from './kernel/waiter.ts';
import { here, kernel, type World } from './kernel/world.ts';
import type { ArmsOf, Selected } from './selected.ts';

/** The arms of one select, read. Lists, since a record cannot be read twice. */
class Cases {
  keys: unknown[] = [];
  arms: Arm[] = [];
  count = 0;
  /** How many were written down, those that are null included. */
  written = 0;
  world: World = kernel.home;

  add(key: unknown, arm: unknown): void {
    this.written++;
    if (arm === null || arm === undefined) return;
    if (!(arm instanceof Arm)) throw notAnArm(key, arm);
    if (this.count === 0) this.world = arm.world;
    else if (this.world !== arm.world) throw new MisuseError('select: arms of two worlds');
    this.keys[this.count] = key;
    this.arms[this.count++] = arm;
  }

  /** The index of one of those that are ready, each with the same chance (SEL-05), or -1. */
  draw(): number {
    const { arms, count, world } = this;
    let drawn = -1;
    let ready = 0;
    for (let i = 0; i < count; i++) {
      if (!(arms[i] as Arm).ready()) continue;
      ready++;
      if (ready === 1 || world.choose('arm', ready) === 0) drawn = i;
    }
    return drawn;
  }

  /** Does what an arm does. Precondition: it is ready. */
  commit(at: number): { key: unknown; value: unknown; ok: boolean } {
    const received = (this.arms[at] as Arm).commit() as Received<unknown> | undefined;
    return received === undefined
      ? { key: this.keys[at], value: undefined, ok: true }
      : { key: this.keys[at], value: received.value, ok: received.ok };
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) {
      this.keys[i] = undefined;
      this.arms[i] = undefined as never;
    }
    this.count = 0;
    this.written = 0;
  }
}

let spare: Cases | null = null;

const own = Object.prototype.hasOwnProperty;

/** Reads the arms; gives back what it took if one of them is bad. */
function read(arms: unknown): Cases {
  const cases = spare ?? new Cases();
  spare = null;
  try {
    if (Array.isArray(arms)) {
      for (let i = 0; i < arms.length; i++) cases.add(i, arms[i]);
    } else if (typeof arms === 'object' && arms !== null && !(arms instanceof Arm)) {
      for (const key in arms) {
        if (own.call(arms, key)) cases.add(key, (arms as Record<string, unknown>)[key]);
      }
    } else {
      throw new MisuseError('select: a record or an array of arms was expected');
    }
  } catch (error) {
    done(cases);
    throw error;
  }
  if (cases.count === 0) cases.world = here();
  return cases;
}

function done(cases: Cases): void {
  cases.clear();
  spare = cases;
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
  let cases: Cases;
  let signal: Signal | undefined;
  try {
    signal = options === undefined ? undefined : signalOf(options);
    cases = read(arms);
  } catch (error) {
    return failed(error);
  }
  if (--cases.world.budget < 0 || signal !== undefined) return rarely(cases, signal) as Op<Selected<A>>;
  const at = cases.draw();
  if (at < 0) return park(cases, undefined) as Op<Selected<A>>;
  let result: unknown;
  try {
    result = cases.commit(at);
  } catch (error) {
    done(cases);
    return failed(error);
  }
  done(cases);
  return over(result as Selected<A>);
}

/**
 * Go's `select` with a `default`: does one of the operations if one can go ahead now, and gives
 * `undefined` otherwise. It never waits (SEL-07, SEL-24).
 *
 * @throws SendOnClosedError if the chosen arm sends on a closed channel.
 */
export function trySelect<const A extends ArmsOf<A>>(arms: A): Selected<A> | undefined {
  const cases = read(arms);
  try {
    const at = cases.draw();
    return at < 0 ? undefined : (cases.commit(at) as Selected<A>);
  } finally {
    done(cases);
  }
}

function rarely(cases: Cases, signal: Signal | undefined): Op<unknown> {
  const { world } = cases;
  try {
    if (signal?.aborted === true) return failed(signal.reason);
    if (world.exiting !== null && world.exiting === kernel.current) return failed(new GoexitError());
    if (world.controller !== null) {
      const keys = cases.keys.slice(0, cases.count);
      return world.controller.attempt(world, keys, cases.arms.slice(0, cases.count), signal) as Op<unknown>;
    }
    const late = world.budget < 0 && world.turn();
    const at = cases.draw();
    if (at < 0) return park(cases, signal);
    try {
      const result = cases.commit(at);
      return late ? afterSlice(world, false, result) : over(result);
    } catch (error) {
      return late ? afterSlice(world, true, error) : failed(error);
    }
  } finally {
    done(cases);
  }
}

/** Stands in every line. */
function park(cases: Cases, signal: Signal | undefined): Op<unknown> {
  const { world, keys, arms, count } = cases;
  const op = new Selecting(world, cases.written);
  for (let i = 0; i < count; i++) {
    const waiter = new ArmWaiter(op, keys[i]);
    (arms[i] as Arm).enqueue(waiter);
    if (waiter.before !== null && waiter.before.select === op) shuffle(world, waiter);
  }
  done(cases);
  if (signal !== undefined) attach(op, signal);
  return open(op);
}

/**
 * Several arms of one select in one line stand there in random order (SEL-21): the newcomer
 * changes places with one of them, or with itself.
 */
function shuffle(world: World, last: ArmWaiter): void {
  let many = 1;
  let one: Waiter | null = last.before;
  for (; one !== null && one.select === last.select; one = one.before) many++;
  let other = last;
  for (let n = world.choose('order', many); n > 0; n--) other = other.before as ArmWaiter;
  const { key, value } = last;
  last.key = other.key;
  last.value = other.value;
  other.key = key;
  other.value = value;
}

function notAnArm(key: unknown, arm: unknown): MisuseError {
  const what = typeof arm === 'function' ? 'a function' : Object.prototype.toString.call(arm);
  return new MisuseError(
    `select: arm ${String(key)} is ${what}: a channel, ` +
      `a receiver, channel.onSend(value) or null was expected`,
  );
}
