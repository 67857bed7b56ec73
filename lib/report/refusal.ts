/**
 * The error of an operation that waited until somebody made it fail: it is thrown where the operation
 * waits, but was made where that somebody runs. So its stack says who closed the channel, and not who
 * sends on it. Here the two change places: the stack is the sender's, and the cause has the other.
 */
import { microtask } from '../kernel/host.ts';
import { framesOf, type Site } from './site.ts';

/** Errors that are to be seen to once it is known where their operations wait. */
const foreign = new WeakSet<object>();

/** So many at once are seen to: a crowd has one story, and to tell it takes a tenth of a millisecond. */
const MOST_AT_ONCE = 50;
let atOnce = 0;

/** This one was made by somebody else than who gets it. Says whether it will be seen to. */
export function markForeign(error: unknown): boolean {
  if (!(error instanceof Error) || atOnce >= MOST_AT_ONCE) return false;
  if (atOnce++ === 0) microtask(() => (atOnce = 0));
  foreign.add(error);
  return true;
}

/** It is thrown at this place. Does nothing to an error that is not marked. */
export function throwAt(error: unknown, site: Site | null): void {
  if (!(error instanceof Error) || site === null || !foreign.delete(error)) return;
  const frames = framesOf(site).map(({ fn, at }) => `    at ${fn} (${at})\n`);
  if (frames.length === 0) return;
  const made = new Error('closed here, while the send waited');
  const title = `${error.name}: ${error.message}\n`;
  made.stack = `Error: ${made.message}\n${(error.stack ?? '').replace(title, '')}`;
  error.stack = (title + frames.join('')).trimEnd();
  error.cause = made;
}
