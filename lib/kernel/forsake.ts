/** Those who wait for an operation may go before it ends: then it must not be kept for them. */
import type { Listener, Pending, Rare } from './op.ts';

/**
 * Those who are gone wait for it no longer; says whether somebody else does. Precondition: a
 * goroutine waited for it, so no resolver is all there is to serve.
 */
export function detach(op: Pending, gone: (one: Listener) => boolean): boolean {
  const ext = op.ext as Rare | null;
  const { task } = op;
  if (task !== null && gone(task)) op.task = null;
  const others = ext?.observers?.filter((one) => !gone(one)) ?? [];
  if (ext !== null) ext.observers = others.length > 0 ? others : null;
  return op.task !== null || others.length > 0;
}

/** The same; if nobody is left it is abandoned. */
export function forsake(op: Pending, gone: (one: Listener) => boolean): void {
  if (!detach(op, gone)) abandon(op);
}

/** Nobody waits for it any more: it leaves its lines, and takes nothing. */
export function abandon(op: Pending): void {
  op.withdraw();
  const ext = op.ext as Rare | null;
  ext?.queue?.remove(ext);
}
