// @ts-check
/**
 * What specs take from Node's `process`, in a page: those who want to know of errors that nobody
 * caught. While there is one, mocha does not hear of them.
 */

/** @typedef {(what: unknown) => void} Listener */

/** @type {Record<string, Listener[]>} */
const heard = { unhandledRejection: [], uncaughtException: [] };

/** @param {string} event @param {Event} given @param {unknown} what */
function tell(event, given, what) {
  const listeners = heard[event] ?? [];
  if (listeners.length === 0) return;
  given.preventDefault();
  given.stopImmediatePropagation();
  // One of them may go meanwhile.
  for (const listener of listeners.slice()) listener(what);
}

globalThis.addEventListener('unhandledrejection', (event) => {
  tell('unhandledRejection', event, event.reason);
});
globalThis.addEventListener('error', (event) => {
  tell('uncaughtException', event, event.error);
});

export const process = {
  env: /** @type {Record<string, string>} */ ({}),
  argv: [],
  execArgv: [],
  platform: 'browser',
  /** Chromium tells how much of its heap is used, if it is asked to be precise. */
  memoryUsage() {
    const { memory } = /** @type {{ memory?: { usedJSHeapSize: number } }} */ (
      /** @type {unknown} */ (performance)
    );
    return { heapUsed: memory?.usedJSHeapSize ?? NaN };
  },
  /** @param {string} event @param {Listener} listener */
  on(event, listener) {
    (heard[event] ??= []).push(listener);
    return this;
  },
  /** @param {string} event @param {Listener} listener */
  once(event, listener) {
    /** @type {Listener} */
    const first = (what) => {
      this.off(event, first);
      listener(what);
    };
    return this.on(event, first);
  },
  /** @param {string} event @param {Listener} listener */
  off(event, listener) {
    const listeners = heard[event] ?? [];
    const at = listeners.indexOf(listener);
    if (at >= 0) listeners.splice(at, 1);
    return this;
  },
  /** @param {string} event */
  listeners(event) {
    return [...(heard[event] ?? [])];
  },
  /** @param {string} event */
  listenerCount(event) {
    return (heard[event] ?? []).length;
  },
  /** @param {string} event */
  removeAllListeners(event) {
    heard[event] = [];
    return this;
  },
};
