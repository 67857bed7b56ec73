/**
 * One who waits, may give up, and holds still while the home of one of his channels finds out
 * whether he can be served there: meanwhile nobody else can serve him, and he cannot give up.
 *
 * So a select over channels of several threads does exactly one thing. While it holds still, its
 * other arms stand in no line; when it came to nothing, they are looked at again and stand at the
 * end of their lines.
 */
import * as host from '../kernel/host.ts';
import { attach, type Signal } from '../kernel/abort.ts';
import type { Arm } from '../kernel/arm.ts';
import { fail, type Pending, type Rare } from '../kernel/op.ts';
import type { WaitQueue } from '../kernel/wait-queue.ts';
import { accept, deliver, refuse, type Received, type Waiter } from '../kernel/waiter.ts';
import { kernel } from '../kernel/world.ts';

/** A channel, as whoever stands in its line of senders needs it. */
interface SendSide {
  canSend(): boolean;
  trySend(value: unknown): boolean;
  line(line: WaitQueue, waiter: Waiter): void;
}

/** A remote end, as whoever stands in its loose lines needs it: 0 is to receive, 1 to send. */
interface Loose {
  standLoose(way: 0 | 1, waiter: Waiter): void;
}

type ReceiveSide = Arm<Received<unknown>>;

interface Place {
  readonly waiter: Waiter;
  readonly line: WaitQueue;
  /** Whose line it is: a remote end's is nobody's while nobody stands there. */
  readonly at: object;
}

export class Frozen {
  /** All who hold still in this thread. */
  static readonly #all: Set<Frozen> = new Set<Frozen>();

  readonly waiter: Waiter;
  /** The rank of the home for which he holds still. */
  readonly #rank: number;
  #later: (() => void)[] = [];
  readonly #places: Place[] = [];
  readonly #signal: Signal | null = null;

  /** One who holds still for a home of lower rank, and would stand in that line. */
  static below(rank: number, line: WaitQueue<Waiter>): Frozen | null {
    for (const one of Frozen.#all) if (one.#rank < rank && one.#standsIn(line)) return one;
    return null;
  }

  /** Whether somebody holds still who would stand in one of the lines. */
  static any(lines: readonly WaitQueue<Waiter>[]): boolean {
    for (const one of Frozen.#all) if (lines.some((line) => one.#standsIn(line))) return true;
    return false;
  }

  constructor(waiter: Waiter, rank: number) {
    this.waiter = waiter;
    this.#rank = rank;
    Frozen.#all.add(this);
    const op: Pending = waiter.select ?? waiter;
    const arms = waiter.select === null ? [waiter] : armsOf(waiter);
    for (const arm of arms) {
      const line = arm.queue;
      if (line === null) continue;
      this.#places.push({ waiter: arm, line, at: line.place });
      line.remove(arm);
    }
    const tie = rareOf(op)?.queue ?? null;
    if (tie !== null) {
      this.#signal = (tie.place as unknown as { readonly signal: Signal }).signal;
      tie.remove(rareOf(op) as Rare);
    }
  }

  #standsIn(line: WaitQueue<Waiter>): boolean {
    return this.#places.some((place) => place.line === (line as unknown as WaitQueue));
  }

  /** Does something once it is known what has come of it. */
  later(task: () => void): void {
    this.#later.push(task);
  }

  /** He holds still no longer: he has been served, or has failed. */
  release(): void {
    Frozen.#all.delete(this);
    const tasks = this.#later;
    this.#later = [];
    for (const task of tasks) host.microtask(task);
  }

  /** It came to nothing: he looks at his arms again, and takes his places, or has given up. */
  thaw(): void {
    this.release();
    const op: Pending = this.waiter.select ?? this.waiter;
    if (op.done) return;
    const signal = this.#signal;
    if (signal?.aborted === true) {
      fail(op, signal.reason);
      return;
    }
    const ready = this.#places.filter(isReady);
    if (ready.length > 0) {
      const chosen = ready[kernel.home.choose('arm', ready.length)] as Place;
      commit(chosen);
      return;
    }
    for (const place of this.#places) stand(place);
    if (signal !== null) attach(op, signal);
  }
}

/** Whether he could be served there now. */
function isReady({ line, at }: Place): boolean {
  return sends(line) ? (at as SendSide).canSend() : (at as ReceiveSide).ready();
}

/** Serves him there. Precondition: he can be. */
function commit({ waiter, line, at }: Place): void {
  if (!sends(line)) {
    const { value, ok } = (at as ReceiveSide).commit();
    deliver(waiter, value, ok);
    return;
  }
  try {
    (at as SendSide).trySend(waiter.value);
  } catch (error) {
    refuse(waiter, error);
    return;
  }
  accept(waiter);
}

function stand({ waiter, line, at }: Place): void {
  const { away } = at as { readonly away?: Loose };
  if (away !== undefined) away.standLoose(sends(line) ? 1 : 0, waiter);
  else if (sends(line)) (at as SendSide).line(line, waiter);
  else (at as ReceiveSide).enqueue(waiter);
}

function sends(line: WaitQueue): boolean {
  return line.waitReason === 'chan send';
}

function rareOf(op: Pending): Rare | null {
  return typeof op.ext === 'function' ? null : op.ext;
}

function armsOf(waiter: Waiter): Waiter[] {
  const arms: Waiter[] = [];
  for (let arm = waiter.select?.arms ?? null; arm !== null; arm = arm.sibling) arms.push(arm);
  return arms;
}
