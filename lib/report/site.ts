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

/**
 * A line of a stack: `    at name (place)` as V8 writes it, `name@place` as SpiderMonkey and JSC do.
 * Paths may have an `@` too, so the first form is tried first.
 */
const LINE = /^(?:\s+at (?:(?:async )?(.*?) \()?|(?:async\*|async )?([^@]*)@)(.*?:\d+:\d+)\)?$/;

/** Where this file stands tells the library's own folder, as stacks write it. */
export function homeIn(stack: string): string | null {
  for (const line of stack.split('\n')) {
    const own = /^(.*)\breport[\\/]site\.[cm]?[jt]s/.exec(LINE.exec(line)?.[3] ?? '');
    if (own !== null) return own[1] as string;
  }
  return null;
}

/** What is in it is of no interest to a reader. */
const home = homeIn(new Error('site').stack ?? '');

/** The frames of the program itself, innermost first. */
export function framesOf(site: Site, own: string | null = home): Frame[] {
  const frames: Frame[] = [];
  for (const line of (site.stack ?? '').split('\n')) {
    const [, v8, others, at] = LINE.exec(line) ?? [];
    if (at === undefined || at.startsWith('node:') || (own !== null && at.startsWith(own)))
      continue;
    const fn = (v8 ?? others) || 'main';
    frames.push({ fn, at: at.replace('file://', '').replace(/:\d+$/, '') });
  }
  return frames;
}
