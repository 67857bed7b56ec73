/**
 * Kinds of rows in a log, and what the numbers after who mean. Goroutines are in it by their codes:
 * 0 is nobody, above that they are numbered from the first one that began in the recording, and
 * below are those that are older, by their place in `Tables.older`.
 */

/** who, by */
export const GO = 0;
/** who */
export const RUN = 1;
/** who, twice the code of its words; or twice the code of whom it joins, and one more */
export const WAIT = 2;
/** who, by */
export const WAKE = 3;
/**
 * from, to, twice the code of the channel, and 0, since when it was in the buffer; or one more than
 * that, and the value itself, if it is a whole number that has room in the row
 */
export const MESSAGE = 4;
/** by, channel */
export const CLOSE = 5;
/** who, the code of its error or -1 */
export const END = 6;
/** As a message, and the receiver, or the sender, is woken by it. */
export const MESSAGE_WAKES_RECEIVER = 7;
export const MESSAGE_WAKES_SENDER = 8;
/** who: it runs since the last rest or end, and rows since then are what it did */
export const RAN = 9;
/** As a wait, of who ran since the last rest or end. So most rows of runs are saved. */
export const RAN_AND_WAITS = 10;

/** How many numbers follow who it is about, by kind; a time is two. */
export const extras: readonly number[] = [1, 0, 1, 1, 5, 1, 1, 3, 3, 0, 1];

/** What somebody waits for. */
export interface Words {
  readonly reason: string;
  readonly on: string;
}

/** What the codes in rows stand for. */
export interface Tables {
  readonly names: Map<number, string>;
  /** The last id that was given before the recording. */
  readonly oldest: number;
  /** Ids of goroutines that are older than it. */
  readonly older: number[];
  readonly words: Words[];
  readonly channels: string[];
  /** Those that are not in rows, in the order of the messages. */
  readonly values: Iterable<unknown>;
  readonly errors: string[];
}
