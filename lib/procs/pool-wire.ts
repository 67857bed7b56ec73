/**
 * What a pool and the module it has started in a thread say to each other: records like those of
 * channels (see wire.ts), in the same batches, so that calls and values keep their order.
 *
 *     the module          the pool
 *     READY ───────────────▶            as a message of its own: the link does not stand yet
 *          ◀─────────────── WELCOME     another; from here on records
 *          ◀─────────────── CALL …
 *     STARTED, DONE, … ────▶
 *          ◀─────────────── END         the thread ends
 */

/** Two copies of the library that do not speak the same refuse each other at once. */
export const PROTOCOL = 1;

/** `[READY, PROTOCOL, names of the functions]` */
export const READY = 'millrace ready';
/** `[WELCOME, memory of the counters or null]` */
export const WELCOME = 'millrace welcome';
/** Hosts that do not tell when a thread has ended are told so by itself. */
export const GONE = 'millrace gone';

/** Arguments that a call of primitives has at most; it goes as a number with the function's. */
export const MOST_ARGUMENTS = 256;

/** To the module: calls, each as id, number of the function × 256 + of arguments, argument… */
export const CALL = 64;
/** To the module: calls, each as `[id, number of the function, argument…]`. */
export const CALL_CLONED = 65;
/** To the module: calls, each as `[id, number of the function, parcel of the arguments]`. */
export const CALL_PACKED = 66;
/** To the pool: so many calls more have begun. */
export const STARTED = 67;
/** To the pool: results, each as id, primitive. */
export const DONE = 68;
/** To the pool: results, each as `[id, value]`. */
export const DONE_CLONED = 69;
/** To the pool: results, each as `[id, parcel]`. */
export const DONE_PACKED = 70;
/** To the pool: calls that failed, each as `[id, parcel of the error]`; see thrown.ts. */
export const THROWN = 71;
/** To the module: no call is under way and none will come. */
export const END = 72;
/** To the module: does anybody there live? To the pool: how many goroutines do. */
export const ALIVE = 73;
