/** The options of what is fed, and how they are read. */
import type { Signal } from '../kernel/abort.ts';
import { MisuseError } from '../kernel/errors.ts';

/** What everything that is fed may be told. */
export interface FeedOptions {
  /**
   * How many values it may hold that nobody has asked for yet: a whole number from 0 up. 0 if it is
   * not given.
   */
  readonly capacity?: number | undefined;
  /** Stops it: it lets go of its source, and fails with `signal.reason` after what it holds. */
  readonly signal?: Signal | undefined;
}

/** Refuses what is no object and options that nobody reads, most likely slips of the pen. */
export function readOptions<O extends FeedOptions>(
  options: O | undefined,
  known: readonly (keyof O & string)[],
): O {
  if (options === undefined) return {} as O;
  if (Object(options) !== options)
    throw new MisuseError('options: an object was expected', options);
  for (const key in options) {
    if (key !== 'capacity' && key !== 'signal' && !known.includes(key))
      throw new MisuseError(`unknown option: ${key}`);
  }
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw new MisuseError('options: an AbortSignal was expected', signal);
  return options;
}
