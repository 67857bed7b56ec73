/** Names between the module that the compiler makes and the worker that runs it. */

/** Called first of all: the program has been loaded, and begins. */
export const BEGIN = '__playgroundBegins';

/** Takes the promise of each dynamic import: who waits for a file is not idle. */
export const HOLD = '__playgroundHolds';
