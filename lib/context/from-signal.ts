/** fromSignal: an AbortSignal as a context. */
import type { Signal } from '../kernel/abort.ts';
import { MisuseError } from '../kernel/errors.ts';
import { here, kernel } from '../kernel/world.ts';
import { Canceler } from './canceler.ts';
import type { Context, HostSignal } from './context.ts';
import { Canceled } from './errors.ts';

/**
 * Invariant: it listens to its signal exactly while somebody waits for it or something hangs on it;
 * at all other times who asks is told by the signal itself. So it leaves nothing on a signal that
 * lives for long.
 */
class Signalled extends Canceler {
  declare readonly heard: Signal;
  declare listens: boolean;

  constructor(signal: Signal) {
    super(null, undefined);
    this.heard = signal;
    this.listens = false;
  }

  override get signal(): HostSignal {
    return this.heard as HostSignal;
  }

  override look(quiet: boolean): void {
    if (this.error === undefined && this.heard.aborted) {
      this.cancel(Canceled, this.heard.reason ?? Canceled, quiet);
    }
  }

  override attended(): void {
    if (this.listens || this.error !== undefined) return;
    this.listens = true;
    this.heard.addEventListener('abort', this);
  }

  override deserted(): void {
    const { children, channel } = this;
    if (!this.listens || children?.first || channel?.receivers.first) return;
    this.listens = false;
    this.heard.removeEventListener('abort', this);
  }

  handleEvent(): void {
    this.look(false);
    this.deserted();
  }

  toString(): string {
    return 'context.FromSignal';
  }
}

/** One context for each signal, so that it has one listener. */
const known = /* @__PURE__ */ new WeakMap<Signal, Signalled>();

/**
 * A context that is over when the signal aborts; its cause is the signal's reason, and its `signal`
 * is the signal. For the same signal it is the same context. It listens only while somebody waits
 * for it or contexts that are derived from it live: cancel these when the work is done.
 *
 * @throws MisuseError if it is given no AbortSignal.
 *
 * @example
 * ```ts
 * import { cause, fromSignal, withTimeout } from 'millrace/context';
 *
 * const controller = new AbortController();
 * const [ctx, cancel] = withTimeout(fromSignal(controller.signal), 60_000);
 * controller.abort('closing time');
 * console.log(cause(ctx)); //=> closing time
 * cancel();
 * ```
 */
export function fromSignal(signal: Signal): Context {
  if (typeof signal?.addEventListener !== 'function') {
    throw new MisuseError('fromSignal: an AbortSignal was expected');
  }
  // What waits belongs to a world: only the default one lives as long as a signal may.
  if (here() !== kernel.home) return new Signalled(signal);
  let context = known.get(signal);
  if (context === undefined) known.set(signal, (context = new Signalled(signal)));
  return context;
}
