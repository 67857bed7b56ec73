/** The classes that an error keeps when it goes to another thread. */
import {
  CanceledError,
  DeadlineExceededError,
  NilKeyError,
  NilParentError,
} from '../context/errors.ts';
import { ErrgroupLimitError } from '../errgroup/limit-error.ts';
import {
  ChannelSizeError,
  CloseOfClosedError,
  CloseOfNilError,
  FatalError,
  GoError,
  GoexitError,
  MisuseError,
  NegativeCounterError,
  PanicError,
  SendOnClosedError,
} from '../kernel/errors.ts';
import { QuotaError } from '../maxprocs/quota-error.ts';
import { SemaphoreReleaseError } from '../semaphore/release-error.ts';
import { NonPositiveIntervalError } from '../time/milliseconds.ts';
import { NotServedError, ProcExitError, ProcsClosedError } from './errors.ts';

type AnyClass = abstract new (...args: never[]) => Error;

/** The language's, by which others are known that derive from them. */
const languages: readonly AnyClass[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  AggregateError,
];

/** Both threads have the same list: a class goes by its number. */
const all: readonly AnyClass[] = [
  ...languages,
  GoError,
  SendOnClosedError,
  CloseOfClosedError,
  CloseOfNilError,
  ChannelSizeError,
  NegativeCounterError,
  GoexitError,
  FatalError,
  PanicError,
  MisuseError,
  CanceledError,
  DeadlineExceededError,
  NilParentError,
  NilKeyError,
  QuotaError,
  SemaphoreReleaseError,
  NonPositiveIntervalError,
  ErrgroupLimitError,
  ProcExitError,
  ProcsClosedError,
  NotServedError,
];

/** The number of an error's class, or of the nearest above it that is known. */
export function classNumber(error: object): number {
  for (let at: unknown = error; at !== null; at = Object.getPrototypeOf(at)) {
    const number = all.findIndex((one) => one.prototype === at);
    if (number >= 0) return number;
  }
  return 0;
}

/** The class of a number. */
export function numberedClass(number: number): AnyClass {
  return all[number] ?? Error;
}
