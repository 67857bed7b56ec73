/**
 * What users hand over, looked at: whatever is wrong with it is a MisuseError that begins with the
 * path of the bad part.
 */
import { MisuseError } from '../kernel/errors.ts';

export function record(it: unknown, path: string): Record<string, unknown> {
  if (typeof it !== 'object' || it === null || Array.isArray(it)) {
    throw bad(path, `no object: ${shown(it)}`);
  }
  return it as Record<string, unknown>;
}

export function list(it: unknown, path: string): unknown[] {
  if (!Array.isArray(it)) throw bad(path, `no array: ${shown(it)}`);
  return it;
}

export function whole(it: unknown, path: string, least: number): number {
  if (!Number.isSafeInteger(it)) throw bad(path, `no whole number: ${shown(it)}`);
  if ((it as number) < least) throw bad(path, `${String(it)} is less than ${least}`);
  return it as number;
}

/** What an option has to be: a whole number, this at least; or of such a type. */
export type Kind = number | 'boolean' | 'function' | 'string';

/**
 * Looks at the options of a function. A name that nobody reads is most likely a slip of the pen.
 * Precondition: `kinds` names them all.
 */
export function checkOptions(who: string, it: unknown, kinds: Record<string, Kind>): void {
  for (const [name, value] of Object.entries(record(it, `${who}: options`))) {
    if (!Object.hasOwn(kinds, name)) throw new MisuseError(`${who}: unknown option: ${name}`);
    const kind = kinds[name] as Kind;
    const path = `${who}: ${name}`;
    if (value === undefined) continue;
    if (typeof kind === 'number') whole(value, path, kind);
    else if (typeof value !== kind) throw bad(path, `no ${kind}: ${shown(value)}`);
  }
}

export function shown(it: unknown): string {
  if (typeof it === 'string') return `'${it}'`;
  if (typeof it === 'function') return 'a function';
  if (Array.isArray(it)) return 'an array';
  return typeof it === 'object' && it !== null ? 'an object' : String(it);
}

export function bad(path: string, what: string): MisuseError {
  return new MisuseError(`${path}: ${what}`);
}
