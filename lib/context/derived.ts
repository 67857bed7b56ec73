/** A context that is derived from another and can be over before it. */
import { Channel } from '../channel.ts';
import type { Receiver } from '../ends.ts';
import { go } from '../go.ts';
import type { Routine } from '../kernel/op.ts';
import { select } from '../select.ts';
import { duration } from '../time/duration.ts';
import { now } from '../time/clock.ts';
import { CANCELER } from './canceler-key.ts';
import { Canceler } from './canceler.ts';
import type { Context } from './context.ts';
import { Canceled } from './errors.ts';
import { checkParent, nameOf, sourceOf } from './ours.ts';

export class Derived extends Canceler {
  /** Whether it has a deadline of its own. */
  declare readonly timed: boolean;

  constructor(parent: Context, limitMs: number | undefined) {
    checkParent(parent);
    super(parent, limitMs ?? parent.deadline());
    this.timed = limitMs !== undefined;
    follow(parent, this);
  }

  toString(): string {
    const parent = nameOf(this.parent as Context);
    const { limitMs } = this;
    if (!this.timed || limitMs === undefined) return `${parent}.WithCancel`;
    return `${parent}.WithDeadline(${dateText(limitMs)} [${duration(limitMs - now())}])`;
  }
}

function dateText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString();
}

/** Why a context is over: its cause if it has one, else what `err` gives. */
export function cause(ctx: Context): unknown {
  const error = ctx.err();
  if (error === undefined) return undefined;
  const nearest = ctx.value(CANCELER);
  return nearest instanceof Canceler && nearest.error !== undefined ? nearest.reason : error;
}

/** Sees to it that the child is over when the parent is, at once if it is already (CX-08). */
function follow(parent: Context, child: Canceler): void {
  const source = sourceOf(parent);
  if (source instanceof Canceler) {
    source.look(false);
    if (source.error === undefined) source.adopt(child);
    else child.cancel(source.error, source.reason, false);
    return;
  }
  const done = source.done();
  if (done === undefined || done === null || done === Channel.nil()) return;
  followForeign(source, done, child);
}

/** A parent of another class: it may wrap one of ours, call us, or must be watched (CX-22). */
function followForeign(parent: Context, done: Receiver<never>, child: Canceler): void {
  const end = (): void => child.cancel(parent.err() ?? Canceled, cause(parent) ?? Canceled, false);
  const nearest = parent.value(CANCELER);
  if (parent.err() !== undefined) {
    end();
  } else if (nearest instanceof Canceler && nearest.channel === done) {
    nearest.adopt(child);
    child.expiry = nearest.expiry;
  } else if (parent.afterFunc !== undefined) {
    child.unlink = parent.afterFunc(end);
  } else {
    go(watch, done, child.done(), end);
  }
}

/** Ends when either of the two does. */
function* watch(parent: Receiver<never>, child: Receiver<never>, end: () => void): Routine<void> {
  const { key } = yield* select({ parent, child });
  if (key === 'parent') end();
}
