/**
 * Abort: takes an operation back, if it has not happened yet.
 *
 * One listener serves all the operations that wait under one signal, and it is there only while
 * one waits: a host keeps listeners in a list that it searches from the start, so a listener for
 * each of n operations would cost n² to remove.
 *
 * Invariants of a `Hub`:
 *  - the ties from `first` on are linked both ways, and each names an operation that is not over;
 *  - it listens to its signal exactly while it has a tie.
 */
import { MisuseError, onlyOption } from './errors.ts';
import { fail, rareOf, type Detachable, type Pending } from './op.ts';

/** As much of an AbortSignal as an operation needs; any host's will do. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: { handleEvent(event: never): void }): void;
  removeEventListener(type: 'abort', listener: { handleEvent(event: never): void }): void;
}

/** The last argument of everything that waits. */
export interface WaitOptions {
  /**
   * Takes the operation back. Either it had not happened, then nothing has changed and it rejects
   * with `signal.reason`; or it had, then its result is delivered.
   */
  readonly signal?: Signal | undefined;
}

class Hub {
  declare readonly signal: Signal;
  declare first: Tie | null;

  constructor(signal: Signal) {
    this.signal = signal;
    this.first = null;
  }

  handleEvent(): void {
    for (let tie = this.first; tie !== null; tie = this.first) {
      const { op } = tie;
      // Nobody is resumed here, so the list changes only by the tie that `fail` detaches.
      op.withdraw();
      fail(op, this.signal.reason);
    }
  }
}

class Tie implements Detachable {
  declare readonly op: Pending;
  declare readonly hub: Hub;
  declare before: Tie | null;
  declare after: Tie | null;

  constructor(op: Pending, hub: Hub) {
    this.op = op;
    this.hub = hub;
    this.before = null;
    this.after = hub.first;
    if (hub.first === null) hub.signal.addEventListener('abort', hub);
    else hub.first.before = this;
    hub.first = this;
  }

  detach(): void {
    const { hub, before, after } = this;
    if (before === null) hub.first = after;
    else before.after = after;
    if (after !== null) after.before = before;
    if (hub.first === null) hub.signal.removeEventListener('abort', hub);
  }
}

const hubs = /* @__PURE__ */ new WeakMap<Signal, Hub>();

/** Ties a parked operation to a signal that has not fired. */
export function attach(op: Pending, signal: Signal): void {
  let hub = hubs.get(signal);
  if (hub === undefined) {
    hub = new Hub(signal);
    hubs.set(signal, hub);
  }
  rareOf(op).abort = new Tie(op, hub);
}

/** The signal among the options. */
export function signalOf(options: WaitOptions): Signal | undefined {
  if (typeof options !== 'object' || options === null) {
    throw new MisuseError('options: an object was expected');
  }
  onlyOption(options, 'signal');
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new MisuseError('option signal: an AbortSignal was expected');
  }
  return signal;
}
