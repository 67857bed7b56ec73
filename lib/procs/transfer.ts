/** transfer: hands memory over to another thread instead of copying it. */

/** What the platform can move: an ArrayBuffer, a MessagePort, a stream… */
export type Movable = object;

/** A value and what of it moves. */
export class Transfer {
  readonly value: unknown;
  readonly list: readonly Movable[];

  constructor(value: unknown, list: readonly Movable[]) {
    this.value = value;
    this.list = list;
  }
}

/**
 * Marks a value so that, on its way to another thread, the listed parts of it move instead of being
 * copied: afterwards they are empty here. Pass what it returns as an argument of
 * {@link Procs.go}, as a result of a function that is served, or to `send`. It pays from some
 * kilobytes on. Between goroutines of one thread nothing moves, and the value arrives as it is.
 *
 * @example
 * ```ts no-run
 * import { Procs, transfer } from 'millrace/procs';
 *
 * declare const procs: Procs<{ hash(bytes: Uint8Array): string }>;
 * const bytes = new Uint8Array(1 << 20);
 * console.log(await procs.go('hash', transfer(bytes, [bytes.buffer])));
 * console.log(bytes.length); //=> 0
 * ```
 */
export function transfer<T>(value: T, list: readonly Movable[]): T {
  return new Transfer(value, list) as T;
}

/** The value itself, for who is in the same thread. */
export function unmarked<T>(value: T): T {
  return value instanceof Transfer ? (value.value as T) : value;
}

/** A list whose members may be marked, as one that is marked itself if one of them is. */
export function transferred(values: readonly unknown[]): unknown {
  if (!values.some((value) => value instanceof Transfer)) return values;
  const moves = values.flatMap((value) => (value instanceof Transfer ? value.list : []));
  return new Transfer(values.map(unmarked), moves);
}
