/** Go's reports: who waits for what, where, and who started whom (DL-11 to DL-14). */
import type { FatalError } from '../kernel/errors.ts';
import { Goroutine } from '../kernel/goroutine.ts';
import { describe, isReady } from './describe.ts';
import type { Record } from './record.ts';
import { framesOf, type Frame, type Site } from './site.ts';
import { whereItWaits } from './where.ts';

/** The report of a deadlock. */
export function deadlock(all: readonly Record[]): string {
  if (all.length === 0) {
    return 'fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n';
  }
  const sorted = [...all].sort((a, b) => a.goroutine.id - b.goroutine.id);
  return `fatal error: all goroutines are asleep - deadlock!\n\n${sorted.map(dump).join('\n')}`;
}

/** The report of an error that Go makes unrecoverable. */
export function fatal(error: FatalError, goroutine: Goroutine): string {
  const frames = text(framesOf(error as { stack?: string }));
  // What has no value is nil: Go's words say that already.
  const why = (error.cause ?? null) === null ? '' : `: ${what(error.cause)} was given`;
  return `fatal error: ${error.message}${why}\n\n${head(goroutine, 'running')}${frames}`;
}

/** What Go's runtime.Stack writes: who asks, as it stands, then all others by number. */
export function stacks(asking: Goroutine | null, site: Site, all: readonly Record[]): string {
  // Outside of all goroutines it is the program itself that asks.
  const first = asking === null ? 'goroutine 0 [running]: main\n' : head(asking, 'running');
  const others = all
    .filter(({ goroutine }) => goroutine !== asking)
    .sort((a, b) => a.goroutine.id - b.goroutine.id);
  return [first + text(framesOf(site)), ...others.map(dump)].join('\n');
}

function dump(record: Record): string {
  const { goroutine } = record;
  const op = record.op ?? goroutine.wait;
  const { reason, places } = isReady(goroutine, op)
    ? { reason: 'runnable', places: [] }
    : describe(op);
  const frames =
    goroutine.body === null ? framesIf(record.waits) : framesOf(whereItWaits(goroutine));
  const by = record.parent === null ? '' : ` in goroutine ${String(record.parent.id)}`;
  const started = framesIf(record.started)[0];
  return (
    head(goroutine, reason) +
    places.map((place) => `  on ${place}\n`).join('') +
    text(frames) +
    (started === undefined ? '' : `created by ${started.fn}${by}\n\t${started.at}\n`)
  );
}

function head(goroutine: Goroutine, state: string): string {
  return `goroutine ${String(goroutine.id)} [${state}]: ${goroutine.name || 'anonymous'}\n`;
}

function text(frames: readonly Frame[]): string {
  return frames.map(({ fn, at }) => `${fn}(...)\n\t${at}\n`).join('');
}

function framesIf(site: Site | null): Frame[] {
  return site === null ? [] : framesOf(site);
}

/** Such as `[object Generator]`; runs no code of the program's but a `toStringTag`. */
function what(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value;
}
