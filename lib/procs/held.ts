/**
 * The channel of a remote end: held while somebody waits there, since then nobody else may hold it;
 * else only known, so that the end notices when the program has forgotten it.
 */
import type { Channel } from '../channel.ts';
import type { Loose } from './loose.ts';

/** Who is told that the program has forgotten a channel. */
export interface Forgetting {
  forget(): void;
}

const forgotten = /* @__PURE__ */ new FinalizationRegistry<Forgetting>((end) => end.forget());

export class Held {
  /** While somebody waits there. */
  strong: Channel<unknown> | null = null;
  #weak: WeakRef<Channel<unknown>> | null = null;
  readonly #loose: Loose;

  constructor(loose: Loose) {
    this.#loose = loose;
  }

  /** The channel, while a program can still use it. */
  get channel(): Channel<unknown> | undefined {
    return this.strong ?? this.#weak?.deref();
  }

  /** Gets a channel, the first or another after the last was forgotten. Nobody waits there. */
  attach(channel: Channel<unknown>, end: Forgetting): void {
    this.#weak = new WeakRef(channel);
    forgotten.register(channel, end);
  }

  /** Somebody waits now. */
  hold(): void {
    if (this.strong !== null) return;
    this.strong = this.#weak?.deref() ?? null;
    this.#loose.attach(this.strong);
  }

  /** Perhaps nobody waits any more. */
  letGo(): void {
    const held = this.strong;
    if (held === null || (held.receivers.first ?? held.senders.first) !== null) return;
    if (!this.#loose.isEmpty) return;
    this.#loose.attach(null);
    this.strong = null;
  }
}
