/** When an async function runs: between its waits nobody tells, but the order of reactions does. */
import { microtask } from './host.ts';

/**
 * Somebody is about to await the promise: `enter` is called right before he goes on (`failed` if
 * the promise was rejected), `leave` once he
 * waits again or is over. Three reactions in a row: ours, that of the `await` which follows, and one
 * that is added after that. Between the first and the last nobody else runs.
 */
export function stretch(
  promise: Promise<unknown>,
  enter: () => void,
  leave: () => void,
  failed: (error: unknown) => void = enter,
): void {
  promise.then(enter, failed);
  microtask(() => void promise.then(leave, leave));
}
