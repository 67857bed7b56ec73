/**
 * The host: the one file that names its clock, tasks and timers.
 *
 * They are taken once, when the module loads, so that a test library which later replaces
 * `setImmediate` or `setTimeout` cannot stop the scheduler.
 */

type Callback = () => void;

/** A host timer; Node's can be told not to keep the process alive. */
export type HostTimer = ReturnType<typeof globalThis.setTimeout> | number;

const { performance, setTimeout: setHostTimer, clearTimeout: clearHostTimer } = globalThis;
const immediate = (globalThis as { setImmediate?: (callback: Callback) => unknown }).setImmediate;
const resolved = Promise.resolve();

/** The longest delay that hosts count right: a larger one fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

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
export const macrotask: (callback: Callback) => void =
  immediate === undefined ? messageTask() : immediate;

function messageTask(): (callback: Callback) => void {
  let channel: MessageChannel | null = null;
  const waiting: Callback[] = [];
  return (callback) => {
    if (channel === null) {
      channel = new MessageChannel();
      channel.port1.onmessage = () => {
        waiting.shift()?.();
      };
    }
    waiting.push(callback);
    channel.port2.postMessage(0);
  };
}

/** Starts a host timer; `keepAlive` says whether it holds the process. Never fires early. */
export function startTimer(callback: Callback, delayMs: number, keepAlive: boolean): HostTimer {
  const timer: HostTimer = setHostTimer(callback, Math.min(Math.max(0, Math.ceil(delayMs)), MAX_DELAY_MS));
  if (!keepAlive && typeof timer === 'object') timer.unref();
  return timer;
}

/** Stops a host timer. */
export function stopTimer(timer: HostTimer): void {
  clearHostTimer(timer as ReturnType<typeof globalThis.setTimeout>);
}

/** Hands an error to the host as an uncaught exception. */
export function raise(error: unknown): void {
  macrotask(() => {
    throw error;
  });
}
