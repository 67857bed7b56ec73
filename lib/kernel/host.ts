/**
 * The host's clock and tasks; its timers are next door, for those who need them.
 *
 * They are taken once, when the module loads, so that a test library which later replaces
 * `setImmediate` cannot stop the scheduler.
 */

type Callback = () => void;

const { performance } = globalThis;
const immediate = (globalThis as { setImmediate?: (callback: Callback) => unknown }).setImmediate;
const resolved = Promise.resolve();

/** Monotonic milliseconds. */
export function now(): number {
  return performance.now();
}

/** Milliseconds since the epoch at `now() === 0`. */
export function epoch(): number {
  return performance.timeOrigin;
}

/** Runs the callback once the stack is empty. `queueMicrotask` costs three times as much on Node. */
export function microtask(callback: Callback): void {
  void resolved.then(callback);
}

/** Runs the callback after the host had a chance to serve its timers and its I/O. */
export const macrotask: (callback: Callback) => void = immediate ?? messageTask;

function messageTask(callback: Callback): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = callback;
  port2.postMessage(0);
}

/** Hands an error to the host as an uncaught exception. */
export function raise(error: unknown): void {
  macrotask(() => {
    throw error;
  });
}
