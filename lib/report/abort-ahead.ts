/**
 * Whether an abort is still ahead of somebody who waits, though the host has nothing left to do.
 *
 * On Node `AbortSignal.timeout` does not hold the process: a program that waits with nothing but
 * such a signal looks dead, and is not. No public member tells such a signal from any other, so this
 * reads Node's own marks on it; where a host has none, the answer is no.
 */
import type { Pending, Rare } from '../kernel/op.ts';

interface Marks {
  kTimeout?: unknown;
  /** What a signal of `AbortSignal.any` follows. */
  kSourceSignals?: Iterable<WeakRef<object>>;
}

function marksOf(signal: object): Marks {
  const marks: Record<string, unknown> = {};
  for (const symbol of Object.getOwnPropertySymbols(signal)) {
    marks[symbol.description ?? ''] = (signal as Record<symbol, unknown>)[symbol];
  }
  return marks;
}

function firesByItself(signal: object | undefined): boolean {
  if (signal === undefined || (signal as AbortSignal).aborted) return false;
  const { kTimeout, kSourceSignals } = marksOf(signal);
  if (kTimeout === true) return true;
  for (const source of kSourceSignals ?? []) if (firesByItself(source.deref())) return true;
  return false;
}

/** Whether the signal that this waits with, if it has one, is going to fire. */
export function abortAhead(op: unknown): boolean {
  const { ext } = (op ?? {}) as Partial<Pending>;
  if (typeof ext !== 'object' || ext === null) return false;
  const place = (ext as Rare).queue?.place as { signal?: object } | undefined;
  return firesByItself(place?.signal);
}
