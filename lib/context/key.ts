/** key: what a context keeps a value under. */

/** A key for values of one type. Two keys are never the same, whatever their names. */
export class Key<in out T> {
  /** Never set: it makes the type of the values a part of the key's type. */
  declare protected readonly keeps?: (value: T) => T;
  /** What it is called where a context is written out. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** Its name. */
  toString(): string {
    return this.name;
  }
}

/**
 * Makes a key: keep it in a variable of the module that owns the values, as Go keeps an unexported
 * type (CX-18).
 *
 * @example
 * ```ts
 * import { background, key, withValue } from 'millrace/context';
 *
 * const user = key<string>('user');
 * const ctx = withValue(background(), user, 'gopher');
 * console.log(ctx.value(user)); //=> gopher
 * console.log(ctx.value(key('user'))); //=> undefined
 * ```
 */
export function key<T>(name: string): Key<T> {
  return new Key<T>(name);
}
