/** fromEvent: events as something to receive from. */
import type { Feed } from '../bridge/feed.ts';
import { Intake } from '../bridge/intake.ts';
import { readOptions, type FeedOptions } from '../bridge/options.ts';
import { overflowOf, push, type Bounds, type Overflow } from '../bridge/overflow.ts';
import { MisuseError } from '../kernel/errors.ts';

/** What events come from, in the manner of the web: as much of it as is needed. */
export interface TargetLike {
  /** Adds a listener. */
  addEventListener(type: string, listener: (event: unknown) => void): void;
  /** Takes it away. */
  removeEventListener(type: string, listener: (event: unknown) => void): void;
}

/** What events come from, in Node's manner. */
export interface EmitterLike {
  /** Adds a listener. */
  on(name: string, listener: (...args: unknown[]) => void): unknown;
  /** Takes it away. */
  off(name: string, listener: (...args: unknown[]) => void): unknown;
}

/** How `fromEvent` receives. */
export interface FromEventOptions<T> extends FeedOptions {
  /** What becomes of an event for which there is no room: `'buffer'` if it is not given. */
  readonly overflow?: Overflow | undefined;
  /** Makes the value of the listener's arguments; else the first of them is the value. */
  readonly pick?: ((...args: never[]) => T) | undefined;
  /** The events after which no more will come: they close the feed. */
  readonly closeOn?: string | readonly string[] | undefined;
  /** The events with which the feed fails; for an emitter `'error'` if it is not given. */
  readonly failOn?: string | readonly string[] | undefined;
}

/**
 * Listens for an event, at once, and gives a receiver of what it brings: the event of an EventTarget,
 * the first argument of an EventEmitter's, or what `pick` makes of the arguments.
 *
 * Who emits does not wait, so `overflow` says what becomes of an event that finds no receiver and no
 * room: by default all are kept, and `capacity` does not count; so the types ask for both.
 *
 * An event of `closeOn` closes it; one that is listened for as well is received before. One of `failOn`
 * lets a receive fail, after what came before, with the error it brings (`event.error`, or an emitter's
 * argument), or else with the event itself. It stops listening, to all of them, when it has ended, or is
 * stopped by `using`, `[Symbol.dispose]()` or `signal`; see {@link Feed}.
 *
 * @throws MisuseError if nothing can be listened to, or for an overflow rule or an option that is none.
 *   ChannelSizeError for a capacity that is none.
 *
 * @example
 * ```ts
 * import { EventEmitter } from 'node:events';
 * import { fromEvent } from 'millrace/streams';
 *
 * const socket = new EventEmitter();
 * const messages = fromEvent<string>(socket, 'message', { closeOn: 'end' });
 * socket.emit('message', 'hello');
 * socket.emit('message', 'goodbye');
 * socket.emit('end');
 * for await (const message of messages) console.log(message);
 * console.log(socket.eventNames());
 * // Output:
 * // hello
 * // goodbye
 * // []
 * ```
 */
export function fromEvent<T = unknown>(
  target: TargetLike | EmitterLike,
  name: string,
  options?: FromEventOptions<T> & Bounds,
): Feed<T> {
  const known = ['overflow', 'pick', 'closeOn', 'failOn'] as const;
  const { capacity = 0, overflow, signal, ...read } = readOptions(options, known);
  const { pick, closeOn, failOn } = read;
  const rule = overflowOf(overflow);
  const [listen, ignore] = doorsOf(target);
  const intake = new Intake<T>(capacity, `fromEvent ${name}`);
  if (rule === 'buffer') intake.unbind();

  const listeners: [name: string, listener: Listener][] = [];
  const on = (names: readonly string[], listener: Listener): void => {
    for (const one of names) listeners.push([one, listener]);
  };
  const stop = (): void => {
    for (const [one, listener] of listeners) ignore.call(target, one, listener);
  };
  const isEmitter = !('addEventListener' in target);
  const closing = listOf(closeOn);
  const failing = listOf(failOn ?? (isEmitter && name !== 'error' ? 'error' : []));
  on(
    failing.filter((one) => !closing.includes(one)),
    (first) => intake.breakOff(isEmitter ? first : errorOf(first as { error?: unknown })),
  );
  on([name], (...args) => {
    let value: T;
    try {
      value = (pick === undefined ? args[0] : pick(...(args as never[]))) as T;
    } catch (error) {
      intake.breakOff(error);
      return;
    }
    push(intake, value, rule);
  });
  // After the event itself, which may be the last of its kind. Whoever ends by an event goes the way of
  // one who is stopped: no listener stays.
  on(closing, () => intake.close());
  if (!intake.begin(stop, signal)) return intake;
  try {
    for (const [one, listener] of listeners) listen.call(target, one, listener);
  } catch (error) {
    intake.close();
    throw error;
  }
  return intake;
}

function listOf(names: string | readonly string[] = []): readonly string[] {
  return typeof names === 'string' ? [names] : names;
}

type Listener = (...args: unknown[]) => void;
type Door = (this: unknown, name: string, listener: Listener) => unknown;

/** How to listen, and how to stop it. */
function doorsOf(target: TargetLike | EmitterLike): [listen: Door, ignore: Door] {
  const { addEventListener, removeEventListener } = Object(target) as Partial<TargetLike>;
  if (typeof addEventListener === 'function')
    return [addEventListener as Door, removeEventListener as Door];
  const { on, off } = Object(target) as Partial<EmitterLike>;
  if (typeof on === 'function' && typeof off === 'function') return [on as Door, off as Door];
  throw new MisuseError('fromEvent: an EventTarget or an EventEmitter was expected', target);
}

function errorOf(event?: { error?: unknown }): unknown {
  return event?.error ?? event;
}
