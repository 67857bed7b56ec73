/**
 * Places in the program's text.
 *
 * A site is captured at once but only written out when a report asks: the engine makes the text of
 * a stack lazily, and that is most of the cost.
 */

/** A stack, not yet written out. */
export interface Site {
  readonly stack?: string;
}

/** One line of a stack. */
export interface Frame {
  readonly fn: string;
  readonly at: string;
}

type Capturing = {
  captureStackTrace?: (holder: object, above: unknown) => void;
  stackTraceLimit?: number;
};

/**
 * Captures at most `frames` of the stack, without those from `above` inwards. Each frame costs, so
 * nobody asks for more than is shown.
 */
export function siteOf(above: unknown, frames: number): Site {
  const host = Error as unknown as Capturing;
  if (host.captureStackTrace === undefined) return new Error('site');
  const holder: Site = {};
  const limit = host.stackTraceLimit;
  host.stackTraceLimit = frames;
  host.captureStackTrace(holder, above);
  if (limit !== undefined) host.stackTraceLimit = limit;
  return holder;
}

/** This library's own folder, as stacks write it; what is in it is of no interest to a reader. */
const home = (() => {
  const own = /((?:file:\/\/)?[^\s()]*)\breport[\\/]site\.[cm]?[jt]s/.exec(
    new Error('site').stack ?? '',
  );
  return own?.[1] ?? null;
})();

/** The frames of the program itself, innermost first. */
export function framesOf(site: Site): Frame[] {
  const frames: Frame[] = [];
  for (const line of (site.stack ?? '').split('\n')) {
    const match = /^\s+at (?:(?:async )?(.*?) \()?(.*?:\d+:\d+)\)?$/.exec(line);
    const at = match?.[2];
    if (at === undefined || at.startsWith('node:') || (home !== null && at.startsWith(home)))
      continue;
    frames.push({ fn: match?.[1] ?? 'main', at: at.replace('file://', '').replace(/:\d+$/, '') });
  }
  return frames;
}
