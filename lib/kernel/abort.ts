/**
 * Abort: takes an operation back, if it has not happened yet.
 *
 * One listener serves all the operations that wait under one signal, and it is there only while
 * one waits: a host keeps listeners in a list that it searches from the start, so a listener for
 * each of n operations would cost n² to remove.
 *
 * Invariants of a `Hub`:
 *  - each of its ties names an operation that is not over;
 *  - it listens to its signal exactly while it has a tie.
 */
import { MisuseError, onlyOption } from './errors.ts';
import { fail, rareOf, type Pending, type Rare } from './op.ts';
import { WaitQueue, type Place } from './wait-queue.ts';

/** As much of an AbortSignal as an operation needs; any host's will do. */
export interface Signal {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** What operations that it takes back fail with. */
  readonly reason: unknown;
  /** As that of an EventTarget. */
  addEventListener(type: 'abort', listener: { handleEvent(event: never): void }): void;
  /** As that of an EventTarget. */
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

class Hub implements Place {
  declare readonly signal: Signal;
  declare readonly ties: WaitQueue<Rare>;

  constructor(signal: Signal) {
    this.signal = signal;
    this.ties = new WaitQueue<Rare>(this, 'abort');
  }

  handleEvent(): void {
    // Nobody is resumed here, so the line changes only by the tie that `fail` takes out.
    for (let tie = this.ties.first; tie !== null; tie = this.ties.first) {
      tie.op.withdraw();
      fail(tie.op, this.signal.reason);
    }
  }

  deserted(): void {
    this.signal.removeEventListener('abort', this);
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
  const first = hub.ties.first === null;
  hub.ties.push(rareOf(op));
  if (!first) return;
  // A signal that is none of the host's may fire in there, or throw: all is in place for it.
  try {
    signal.addEventListener('abort', hub);
  } catch (error) {
    op.withdraw();
    fail(op, error);
  }
}

/** The signal among the options. */
export function signalOf(options: WaitOptions): Signal | undefined {
  onlyOption(options, 'signal');
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new MisuseError('options: an AbortSignal was expected', signal);
  }
  return signal;
}
