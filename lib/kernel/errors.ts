/**
 * The failures of the library, one class each, with Go's own texts.
 *
 * A `code` is stable and is what a program should test: two copies of the package have two classes
 * but one code.
 */

/** What every error of this library is: an `Error` with a stable `code`. */
export class GoError extends Error {
  /** Go's text in upper snake case, e.g. `SEND_ON_CLOSED_CHANNEL`. */
  readonly code: string;

  constructor(message: string, code?: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code ?? message.toUpperCase().replace(/\W+/g, '_');
  }

  /** The name of its class. */
  override get name(): string {
    return this.constructor.name;
  }
}

/** `send`, `trySend` or a chosen send arm met a closed channel (CH-14, CH-34). */
export class SendOnClosedError extends GoError {
  constructor() {
    super('send on closed channel');
  }
}

/** `close` on a channel that is closed already (CH-30). */
export class CloseOfClosedError extends GoError {
  constructor() {
    super('close of closed channel');
  }
}

/** `close` on the nil channel (CH-29). */
export class CloseOfNilError extends GoError {
  constructor() {
    super('close of nil channel');
  }
}

/** A capacity that is no non-negative safe integer (CH-03, CH-05): what was given is its `cause`. */
export class ChannelSizeError extends GoError {
  constructor(cause: unknown) {
    super('makechan: size out of range', undefined, { cause });
  }
}

/** A wait group's counter fell below zero (WG-03). */
export class NegativeCounterError extends GoError {
  constructor() {
    super('sync: negative WaitGroup counter', 'NEGATIVE_WAITGROUP_COUNTER');
  }
}

/** What `goexit` throws, and what those get who join a goroutine that ended so (GO-11). */
export class GoexitError extends GoError {
  constructor() {
    super('runtime.Goexit was called', 'GOEXIT');
  }
}

/** What Go makes unrecoverable. Under `run` a deadlock ends the process with exit status 2. */
export class FatalError extends GoError {}

/**
 * An error in a goroutine that nobody joined, as the host sees it: an uncaught exception whose
 * `cause` is that error.
 */
export class PanicError extends GoError {
  constructor(goroutine: string, cause: unknown) {
    super(`panic: ${textOf(cause)} [${goroutine}]`, 'PANIC', { cause });
  }
}

/**
 * Something that no program should do with an operation or a goroutine; nothing has changed. What
 * was given in place of what was expected is its `cause`.
 */
export class MisuseError extends GoError {
  constructor(message: string, cause?: unknown) {
    super(message, 'MISUSE', cause === undefined ? cause : { cause });
  }
}

/** `go` and its kin were given no function: what they were given is the cause. */
export function noFunction(cause: unknown): FatalError {
  return new FatalError('go of nil func value', undefined, { cause });
}

/** Worlds have nothing to do with each other. */
export function anotherWorld(): MisuseError {
  return new MisuseError('yield* on an operation of another world');
}

function textOf(cause: unknown): string {
  try {
    return String(cause instanceof Error ? cause.message : cause);
  } catch {
    return 'unprintable value';
  }
}

/** Refuses an option that nobody reads: most likely a slip of the pen. */
export function onlyOption(options: object, name: string): void {
  if (Object(options) !== options)
    throw new MisuseError('options: an object was expected', options);
  // Inherited ones too: a signal in place of the options has none of its own.
  for (const key in options) {
    if (key !== name) throw new MisuseError(`unknown option: ${key}`);
  }
}
