/**
 * Contexts that cross a link. The other thread gets one of its own: it is over when the first is, for
 * the same reason, and has the same deadline. It has no values: keys are known in one thread only.
 *
 * Invariant: while a context is not over, either side has a peer under its id; then neither has.
 */
import { afterFunc } from '../context/after-func.ts';
import { Canceler } from '../context/canceler.ts';
import type { Context } from '../context/context.ts';
import { cause, Derived } from '../context/derived.ts';
import { Canceled } from '../context/errors.ts';
import { sourceOf } from '../context/ours.ts';
import { background } from '../context/root.ts';
import type { Peer } from './link.ts';
import { unwrap, wrap, type Crossing } from './parcel.ts';
import { errorOf, thrownOf, type Thrown } from './thrown.ts';
import * as wire from './wire.ts';

/** How a context is over: its error and its cause; null if it is not. */
type Ending = readonly [error: unknown, cause: unknown] | null;

/** What stands for a context: an id, which is 0 for one that is never over; its deadline; how it is over. */
export type ContextToken = readonly [id: number, limitMs: number | undefined, ending: Ending];

function endingOf(ctx: Context, crossing: Crossing): Ending {
  const error = ctx.err();
  if (error === undefined) return null;
  const [why, because] = [error, cause(ctx)].map((it) => wrap(crossing, thrownOf(it, crossing)));
  return [why, because];
}

function end(ctx: Derived, [error, because]: NonNullable<Ending>, crossing: Crossing): void {
  const [why, reason] = [error, because].map((it) => errorOf(unwrap(crossing, it) as Thrown));
  ctx.cancel(why instanceof Error ? why : Canceled, reason, false);
}

/** Tells the other thread when a context of this one is over. */
export class Herald implements Peer {
  readonly ctx: Context;
  readonly #id: number;
  readonly #crossing: Crossing;
  readonly #stop: () => boolean;

  constructor(id: number, ctx: Context, crossing: Crossing) {
    this.#id = id;
    this.ctx = ctx;
    this.#crossing = crossing;
    crossing.link.peers.set(id, this);
    this.#stop = afterFunc(ctx, () => this.#tell());
  }

  take(): void {}

  spoiled(): void {}

  cut(): void {
    this.#stop();
  }

  #tell(): void {
    const { link } = this.#crossing;
    link.peers.delete(this.#id);
    link.tell(wire.CANCEL, this.#id, endingOf(this.ctx, this.#crossing) ?? []);
  }
}

/** Hears when a context of the other thread's is over. */
export class Hearer implements Peer {
  readonly ctx: Derived;
  readonly #id: number;
  readonly #crossing: Crossing;

  constructor(id: number, ctx: Derived, crossing: Crossing) {
    this.#id = id;
    this.ctx = ctx;
    this.#crossing = crossing;
    crossing.link.peers.set(id, this);
  }

  take(kind: number, batch: readonly unknown[], from: number): void {
    if (kind !== wire.CANCEL) return;
    this.#crossing.link.peers.delete(this.#id);
    end(this.ctx, [batch[from], batch[from + 1]], this.#crossing);
  }

  spoiled(): void {}

  cut(error: Error): void {
    this.ctx.cancel(Canceled, error, false);
  }
}

/** What stands for a context of this thread's. `newId` is asked for an id if it needs one. */
export function tokenOfContext(
  ctx: Context,
  crossing: Crossing,
  newId: () => number,
): ContextToken {
  const source = sourceOf(ctx);
  if (!(source instanceof Canceler)) return [0, undefined, null];
  const ending = endingOf(source, crossing);
  if (ending !== null) return [0, source.deadline(), ending];
  const id = newId();
  void new Herald(id, source, crossing);
  return [id, source.deadline(), null];
}

/** The context that a token stands for. It is not over by the clock: that is told like all else. */
export function contextOf([id, limitMs, ending]: ContextToken, crossing: Crossing): Context {
  if (id === 0 && ending === null) return background();
  const ctx = new Derived(background(), limitMs);
  if (ending !== null) end(ctx, ending, crossing);
  else void new Hearer(id, ctx, crossing);
  return ctx;
}
