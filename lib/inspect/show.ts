/**
 * What Node's `console.log` and `util.inspect`, and those of other hosts that do the same, write
 * for a thing of ours: a line about its state instead of its fields, which are no user's business
 * and have short names once built.
 *
 * It is put on from outside, by the files beside this one. Entries import those for what they do and
 * for no name, and package.json says that no file does anything: so a program that runs unbundled has
 * them, and a bundler leaves them out, where names are shortened anyway.
 */

/** Writes a value as whoever asked wants values written. */
export type Look = (value: unknown) => string;

interface Options {
  readonly depth?: number | null;
}

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

/** Instances of a class are shown as this text. It only reads: to look at a thing changes nothing. */
export function show<T extends object>(
  of: abstract new (...args: never[]) => T,
  textOf: (it: T, look: Look) => string,
): void {
  const value = function (
    this: T,
    depth: number | null,
    options: Options,
    inspect: (value: unknown, options: Options) => string,
  ): string {
    const deeper = { ...options, depth: depth === null ? null : depth - 1 };
    return textOf(this, (inner) => inspect(inner, deeper));
  };
  Object.defineProperty(of.prototype, CUSTOM, { value, configurable: true, writable: true });
}

/** Such as `Mutex { locked, waiting: 2 }`. What is false is left out, and so is an empty list. */
export function line(name: string, ...parts: readonly (string | false)[]): string {
  const said = parts.filter((part) => part !== false);
  return said.length === 0 ? name : `${name} { ${said.join(', ')} }`;
}

/** Such as `waiting: 2`; nothing when there is none. */
export function count(what: string, many: number): string | false {
  return many > 0 && `${what}: ${String(many)}`;
}
