/**
 * Watches: who is told when a signal aborts.
 *
 * One listener serves all the feeds under one signal, as one serves all its operations
 * (kernel/abort.ts): a host searches its list of listeners from the start, so one for each of n feeds
 * would cost n² to add and to remove, and Node warns of the eleventh.
 *
 * Invariant of a `Watch`: it listens to its signal exactly while there is somebody to tell.
 */
import type { Signal } from '../kernel/abort.ts';
import * as host from '../kernel/host.ts';

/** Who is told. */
export interface Watcher {
  /** The signal has aborted. */
  aborted(): void;
}

class Watch {
  /** In the order in which they came, which is that in which they are told. */
  readonly watchers = new Set<Watcher>();

  handleEvent(): void {
    for (const watcher of this.watchers) {
      try {
        watcher.aborted();
      } catch (error) {
        // As between listeners: what one throws is no business of the others.
        host.raise(error);
      }
    }
  }
}

const watches = /* @__PURE__ */ new WeakMap<Signal, Watch>();

/** From now on it is told. */
export function addWatcher(signal: Signal, watcher: Watcher): void {
  let watch = watches.get(signal);
  if (watch === undefined) watches.set(signal, (watch = new Watch()));
  watch.watchers.add(watcher);
  if (watch.watchers.size > 1) return;
  try {
    signal.addEventListener('abort', watch);
  } catch (error) {
    watch.watchers.delete(watcher);
    throw error;
  }
}

/** From now on it is not. */
export function removeWatcher(signal: Signal, watcher: Watcher): void {
  const watch = watches.get(signal);
  if (watch?.watchers.delete(watcher) === true && watch.watchers.size === 0)
    signal.removeEventListener('abort', watch);
}
