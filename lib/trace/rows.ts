/** Kinds of rows in a log, and what the numbers after the time mean. */

/** who, by */
export const GO = 0;
/** who */
export const RUN = 1;
/** who, the code of its words, or less than 0: minus the id of whom it joins */
export const WAIT = 2;
/** who, by */
export const WAKE = 3;
/** from, to, channel, since when it was in the buffer */
export const MESSAGE = 4;
/** by, channel */
export const CLOSE = 5;
/** who, the code of its error or -1 */
export const END = 6;
/** As a message, and the receiver, or the sender, is woken by it. */
export const MESSAGE_WAKES_RECEIVER = 7;
export const MESSAGE_WAKES_SENDER = 8;

/** As `RUN`, at the time of the row before: it has none. */
export const RUN_ON = 9;

/** How many numbers follow who it is about and the time, by kind. */
export const extras: readonly number[] = [1, 0, 1, 1, 3, 1, 1, 2, 2, -1];

/** What somebody waits for. */
export interface Words {
  readonly reason: string;
  readonly on: string;
}

/** What the codes in rows stand for. */
export interface Tables {
  readonly names: Map<number, string>;
  readonly words: Words[];
  readonly channels: string[];
  /** In the order of the messages. */
  readonly values: Iterable<unknown>;
  readonly errors: string[];
}
