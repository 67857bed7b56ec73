/**
 * What was thrown in one thread, on its way to another. The platform's own clone of an error forgets
 * its class, its name and whatever the program has put on it; so it goes as a list, and is made anew.
 */
import {
  Canceled,
  CanceledError,
  DeadlineExceeded,
  DeadlineExceededError,
} from '../context/errors.ts';
import { classNumber, numberedClass } from './error-classes.ts';
import { assertSendable } from './pack.ts';
import type { Crossing } from './parcel.ts';

/** How far causes are followed: they may go round in a ring. */
const DEPTH = 8;

/** In the place of a class's number: one of the platform's own, which say by name what they are. */
const PLATFORM = -1;

/** `[value]`, or an error. */
export type Thrown =
  | readonly [value: unknown]
  | readonly [
      classNumber: number,
      name: string,
      message: string,
      stack: string | undefined,
      /** What it has beside, as far as it can be sent; causes and such as `Thrown`. */
      own: readonly (readonly [key: string, thrown: Thrown | null, value: unknown])[],
    ];

export function thrownOf(error: unknown, crossing: Crossing, depth: number = DEPTH): Thrown {
  try {
    if (!(error instanceof Error)) {
      assertSendable(error, crossing);
      return [error];
    }
    const number = error instanceof DOMException ? PLATFORM : classNumber(error);
    return [number, error.name, error.message, error.stack, ownOf(error, crossing, depth)];
  } catch {
    // It cannot be sent, or a look at it throws: that there was something is what can be said.
    return [0, 'Error', describe(error), undefined, []];
  }
}

type Own = [key: string, thrown: Thrown | null, value: unknown];

function ownOf(error: Error, crossing: Crossing, depth: number): Own[] {
  const own: Own[] = [];
  if (depth === 0) return own;
  const keys = new Set(Object.keys(error));
  for (const apart of ['name', 'message', 'stack']) keys.delete(apart);
  for (const hidden of ['cause', 'errors']) if (hidden in error) keys.add(hidden);
  for (const key of keys) {
    const value = (error as unknown as Record<string, unknown>)[key];
    if (value instanceof Error) own.push([key, thrownOf(value, crossing, depth - 1), null]);
    else if (key === 'errors' && Array.isArray(value)) {
      own.push([key, null, value.map((one) => thrownOf(one, crossing, depth - 1))]);
    } else if (isSendable(value, crossing)) own.push([key, null, value]);
  }
  return own;
}

function isSendable(value: unknown, crossing: Crossing): boolean {
  try {
    assertSendable(value, crossing);
    return true;
  } catch {
    return false;
  }
}

function describe(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'a value that cannot be printed';
  }
}

/** What is thrown at this side. */
export function errorOf(thrown: Thrown): unknown {
  if (thrown.length === 1) return thrown[0];
  const [number, name, message, stack, own] = thrown;
  const Class = numberedClass(number);
  if (Class === CanceledError) return Canceled;
  if (Class === DeadlineExceededError) return DeadlineExceeded;
  const isPlatforms = number === PLATFORM;
  const error = isPlatforms ? new DOMException(message, name) : new Error(message);
  if (!isPlatforms) Object.setPrototypeOf(error, Class.prototype as object);
  define(error, 'stack', stack);
  if (error.name !== name) define(error, 'name', name);
  for (const [key, inner, value] of own) {
    if (inner !== null) define(error, key, errorOf(inner), key !== 'cause');
    else if (key !== 'errors') define(error, key, value, key !== 'cause');
    else define(error, key, Array.isArray(value) ? (value as Thrown[]).map(errorOf) : value);
  }
  return error;
}

function define(error: object, key: string, value: unknown, enumerable: boolean = false): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}
