/** The states of a channel. */
export const OPEN = 0;
export const CLOSED = 1;
export const NIL = 2;
