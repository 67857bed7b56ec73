/** The host's timers, taken once like the rest of the host: see host.ts. */

/** A host timer; Node's can be told not to keep the process alive. */
export type HostTimer = ReturnType<typeof globalThis.setTimeout> | number;

const { setTimeout: setHostTimer, clearTimeout: clearHostTimer } = globalThis;

/** The longest delay that hosts count right: a larger one fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Starts a host timer; `keepAlive` says whether it holds the process. Never fires early. */
export function startTimer(callback: () => void, delayMs: number, keepAlive: boolean): HostTimer {
  const timer: HostTimer = setHostTimer(
    callback,
    Math.min(Math.max(0, Math.ceil(delayMs)), MAX_DELAY_MS),
  );
  if (!keepAlive && typeof timer === 'object') timer.unref();
  return timer;
}

/** Stops a host timer. */
export function stopTimer(timer: HostTimer): void {
  clearHostTimer(timer as ReturnType<typeof globalThis.setTimeout>);
}
