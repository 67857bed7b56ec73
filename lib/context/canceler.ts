/**
 * A context that can be over: by a call, by its deadline, or because its parent is.
 *
 * Invariants:
 *  - `error` is set once; from then on `channel` is closed, the signal is aborted, nothing hangs on
 *    it, and it hangs on nobody;
 *  - before that it stands among the children of its nearest ancestor of this kind, if there is one,
 *    so that nothing is left on a living parent when it is over;
 *  - `expiry` is the earliest deadline on the way up: its own, or that of an ancestor.
 *
 * To cancel is one synchronous step (CX-05): the whole tree below is told, each its own channel
 * first and then its children (CX-09), in a loop, for trees may be deep. Only then does code of the
 * user's run: that of listeners to signals (CX-26).
 */
import type { Receiver } from '../ends.ts';
import * as host from '../kernel/host.ts';
import { WaitQueue, type Place } from '../kernel/wait-queue.ts';
import { CANCELER } from './canceler-key.ts';
import type { Child, Tidings } from './child.ts';
import type { Context, HostSignal } from './context.ts';
import { Done, type Owner } from './done.ts';
import { Canceled, DeadlineExceeded } from './errors.ts';
import type { Expiring, Expiry } from './expiry.ts';
import { Ours, sourceOf } from './ours.ts';

type Unlink = () => unknown;

export abstract class Canceler extends Ours implements Child, Place, Owner, Expiring {
  declare before: Child | null;
  declare after: Child | null;
  declare queue: WaitQueue | null;
  declare children: WaitQueue<Child> | null;
  declare channel: Done | null;
  declare controller: AbortController | null;
  declare error: Error | undefined;
  declare reason: unknown;
  declare expiry: Expiry | null;
  declare readonly limitMs: number | undefined;
  /** Takes it off a parent of another class. */
  declare unlink: Unlink | null;

  constructor(parent: Context | null, limitMs: number | undefined) {
    super(parent);
    const above = parent === null ? null : sourceOf(parent);
    this.before = null;
    this.after = null;
    this.queue = null;
    this.children = null;
    this.channel = null;
    this.controller = null;
    this.error = undefined;
    this.reason = undefined;
    this.expiry = above instanceof Canceler ? above.expiry : null;
    this.limitMs = limitMs;
    this.unlink = null;
  }

  get source(): Context {
    return this;
  }

  answers(key: unknown): boolean {
    return key === CANCELER;
  }

  override get held(): unknown {
    return this;
  }

  done(): Receiver<never> {
    if (this.channel === null) {
      this.channel = new Done(this);
      if (this.error !== undefined) this.channel.close();
    }
    return this.channel;
  }

  deadline(): number | undefined {
    return this.limitMs;
  }

  err(): Error | undefined {
    this.look(false);
    return this.error;
  }

  get signal(): HostSignal {
    this.look(false);
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.error !== undefined) this.controller.abort(this.reason);
    }
    return this.controller.signal as HostSignal;
  }

  /** Looks whether its time has come; `quiet` if no code of the user's may run now. */
  look(quiet: boolean): void {
    if (this.error === undefined && this.expiry !== null) this.expiry.look(quiet);
  }

  glance(): void {
    this.look(true);
  }

  expire(cause: unknown, quiet: boolean): void {
    this.cancel(DeadlineExceeded, cause, quiet);
  }

  /** Ends it for a cause, unless it was over already, by the clock or by the book. */
  stop(cause: unknown): void {
    this.look(false);
    this.cancel(Canceled, cause ?? Canceled, false);
  }

  cancel(error: Error, cause: unknown, quiet: boolean): void {
    if (this.error !== undefined) return;
    this.queue?.remove(this as never);
    const tidings: Tidings = { error, cause, rest: [], signals: [] };
    const { rest, signals } = tidings;
    this.end(tidings);
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) one.end(tidings);
    const { unlink } = this;
    this.unlink = null;
    if (signals.length === 0 && unlink === null) return;
    if (quiet) host.microtask(() => tell(signals, cause, unlink));
    else tell(signals, cause, unlink);
  }

  end(tidings: Tidings): void {
    this.error = tidings.error;
    this.reason = tidings.cause;
    if (this.expiry !== null && this.expiry.context === this) this.expiry.stop();
    if (this.channel !== null) this.channel.close();
    if (this.controller !== null) tidings.signals.push(this.controller);
    const { children } = this;
    if (children === null) return;
    // From the last one on: the first is then the next.
    for (let one = children.last; one !== null; one = children.last) {
      children.remove(one);
      tidings.rest.push(one);
    }
  }

  /** Hangs something on it. Precondition: it is not over. */
  adopt(child: Child): void {
    this.children ??= new WaitQueue<Child>(this, '');
    this.children.push(child);
    this.attended();
  }

  attended(): void {}

  deserted(): void {}

  /** @internal */
  check(): void {
    CHECK: {
      this.children?.check();
      if (this.error === undefined) break CHECK;
      if (this.children !== null && this.children.first !== null)
        throw new Error('context: children');
      if (this.queue !== null) throw new Error('context: hangs on a parent');
      if (this.channel !== null && this.channel.tryRecv() === undefined)
        throw new Error('context: open');
    }
  }
}

/** Runs code of the user's. */
function tell(signals: readonly AbortController[], cause: unknown, unlink: Unlink | null): void {
  for (const controller of signals) controller.abort(cause);
  unlink?.();
}
