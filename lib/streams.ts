/**
 * `millrace/streams`: channels and the streams, iterators and events of the platform.
 *
 * @module
 */
export type { Feed } from './bridge/feed.ts';
export type { FeedOptions } from './bridge/options.ts';
export { OverflowError, type Bounds, type Overflow } from './bridge/overflow.ts';
export {
  fromEvent,
  type EmitterLike,
  type FromEventOptions,
  type TargetLike,
} from './streams/from-event.ts';
export { fromIterable } from './streams/from-iterable.ts';
export {
  fromReadable,
  type FromReadableOptions,
  type NodeReadable,
} from './streams/from-readable.ts';
export { toReadable } from './streams/to-readable.ts';
export { toWritable, type ToWritableOptions } from './streams/to-writable.ts';
