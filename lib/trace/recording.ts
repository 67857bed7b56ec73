/**
 * record: writes down what goroutines do.
 *
 * Invariant: at most one recording is running in a thread, and the probes are there exactly while
 * one is.
 */
import { MisuseError, onlyOption } from '../kernel/errors.ts';
import * as host from '../kernel/host.ts';
import type { Trace, TraceEvent } from './event.ts';
import { attachProbes, detachProbes } from './probes.ts';
import { Scribe } from './scribe.ts';

/** What a recording may be told. */
export interface RecordOptions {
  /**
   * It stops by itself after so many events, a message and whom it wakes counted as one. Default:
   * 200,000, which take 2 to 3 MB.
   */
  readonly limit?: number;
}

let current: Recording | null = null;

/** A recording, running or stopped: give it to a writer, or read its events. */
export class Recording implements Trace, Disposable {
  readonly #scribe: Scribe;
  #endMs: number | null = null;
  #full = false;

  /** @internal */
  constructor(limit: number) {
    this.#scribe = new Scribe(limit, () => {
      this.#full = true;
      this.stop();
    });
    attachProbes(this.#scribe);
  }

  /** Whether it stopped by itself, since there were more events than its limit. */
  get full(): boolean {
    return this.#full;
  }

  /** Whether it still writes down what happens. */
  get recording(): boolean {
    return this.#endMs === null;
  }

  /** How long it took, or takes up to now, in milliseconds. */
  get durationMs(): number {
    return (this.#endMs ?? host.now()) - this.#scribe.startMs;
  }

  /** Names of functions, by the ids of goroutines; empty for those without one. */
  get names(): Trace['names'] {
    return Object.fromEntries(this.#scribe.names);
  }

  /** What happened, the oldest first; made anew at each look. */
  get events(): readonly TraceEvent[] {
    return this.#scribe.events();
  }

  /** Ends it, and gives it back. Again it does nothing. */
  stop(): this {
    if (this.#endMs === null) {
      this.#endMs = host.now();
      current = null;
      detachProbes();
      this.#scribe.close();
    }
    return this;
  }

  /** What `JSON.stringify` writes; a writer takes that, read again, as it takes this. */
  toJSON(): Trace {
    const { durationMs, names, events } = this;
    return { durationMs, names, events };
  }

  /** As `stop`, for `using`. */
  [Symbol.dispose](): void {
    this.stop();
  }

  /** @internal */
  check(): void {
    CHECK: {
      this.#scribe.check();
      if (this.recording !== (current === this)) throw new Error('recording: current');
    }
  }
}

/**
 * Records what goroutines do from now on: who starts whom, who runs when, who waits for what and
 * who wakes whom, and which value goes from where to where. {@link toHTML} and {@link toChromeTrace}
 * make pictures of it.
 *
 * Nothing is spent while nothing is recorded. It knows the goroutines of this thread, those that
 * are there already included, except for what `millrace/testing` runs. Of an async goroutine it sees
 * what lies between waits for operations; while it awaits something else, wrap that in `until`. Values
 * are kept as a few characters, and objects as the names of their classes.
 *
 * @throws MisuseError for a second one while one is running, as in Go (`tracing is already enabled`).
 *
 * @example
 * ```ts
 * import { Channel, go } from 'millrace';
 * import { record } from 'millrace/trace';
 *
 * function* greet(out: Channel<string>) {
 *   yield* out.send('hello');
 * }
 * const recording = record();
 * const words = new Channel<string>();
 * go(greet, words);
 * await words.recv();
 * recording.stop();
 * const sent = recording.events.filter(({ kind }) => kind === 'message');
 * console.log(sent.map((one) => 'value' in one && one.value)); //=> [ 'hello' ]
 * ```
 */
export function record(options: RecordOptions = {}): Recording {
  onlyOption(options, 'limit');
  const { limit = 200_000 } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new MisuseError('limit: a whole number from 1 up was expected', limit);
  }
  if (current !== null) throw new MisuseError('tracing is already enabled');
  current = new Recording(limit);
  return current;
}
