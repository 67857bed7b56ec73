/** Durations: numbers of milliseconds, fractions allowed. */

/** A millionth of a millisecond: the smallest step of Go's clock. */
export const nanosecond = 1e-6;
/** 1,000 nanoseconds. */
export const microsecond = 1e-3;
/** The unit in which everything here counts. */
export const millisecond = 1;
/** 1,000 milliseconds. */
export const second = 1_000;
/** 60 seconds. */
export const minute = 60_000;
/** 60 minutes: the largest unit, since days differ in length. */
export const hour = 3_600_000;
