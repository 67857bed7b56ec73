/** Codes of things. */

/** The code of what has none: small, as all others, since a number that is not costs every look-up. */
export const NONE = -1;

/**
 * Numbers for things: the same for the same thing, without holding it, but for the last few that were
 * asked for, which are found without a search.
 */
export class Codes<K extends WeakKey> {
  readonly #all = new WeakMap<K, number>();
  #firstKey: K | null = null;
  #firstCode = 0;
  #secondKey: K | null = null;
  #secondCode = 0;

  /** The number of a thing; NONE if it has none. */
  get(key: K): number {
    if (key === this.#firstKey) return this.#firstCode;
    if (key === this.#secondKey) return this.#secondCode;
    const code = this.#all.get(key) ?? NONE;
    if (code !== NONE) this.#keep(key, code);
    return code;
  }

  set(key: K, code: number): number {
    this.#all.set(key, code);
    this.#keep(key, code);
    return code;
  }

  #keep(key: K, code: number): void {
    this.#secondKey = this.#firstKey;
    this.#secondCode = this.#firstCode;
    this.#firstKey = key;
    this.#firstCode = code;
  }

  /** Holds nothing any more. */
  forget(): void {
    this.#firstKey = this.#secondKey = null;
  }
}
