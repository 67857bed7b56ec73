/** Resolves in the next turn of the event loop, after all that is ready now. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets the event loop turn until `met` holds. */
export async function turnUntil(met: () => boolean): Promise<void> {
  while (!met()) await turn();
}

/** A full collection: every sample process runs with `--expose-gc`. */
export function collect(): void {
  if (globalThis.gc === undefined) throw new Error('needs --expose-gc');
  globalThis.gc();
}

/** Bytes in use once everything unreachable is gone, finalizers and weak references included. */
export async function settledHeap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
