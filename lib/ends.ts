/** The two ends of a channel as types: what a function that only sends, or only receives, asks for. */
import type { WaitOptions } from './kernel/abort.ts';
import type { Arm } from './kernel/arm.ts';
import type { Op } from './kernel/op.ts';
import type { Received } from './kernel/waiter.ts';

// Members are properties of function type, not methods: only those are compared strictly, and a
// channel of dogs must not pass for a sender of animals (CH-53).

/** The end of a channel to send on (Go's `chan<- T`). See {@link Channel} for each member. */
export interface Sender<in T> {
  /** Sends, and waits while there is no room. */
  readonly send: (value: T, options?: WaitOptions) => Op<void>;
  /** Sends if that needs no waiting; says whether it did. */
  readonly trySend: (value: T) => boolean;
  /** The arm of a `select` that sends. */
  readonly onSend: (value: T) => Arm<void>;
  /** Says that no more will come. */
  readonly close: () => void;
  /** How many values are in the buffer. */
  readonly length: number;
  /** How many there can be. */
  readonly capacity: number;
}

/** The end of a channel to receive from (Go's `<-chan T`); itself the receive arm of a `select`. */
export interface Receiver<out T> {
  /** Receives, and waits while there is nothing. */
  readonly recv: (options?: WaitOptions) => Op<Received<T>>;
  /** Receives if that needs no waiting; else gives `undefined`. */
  readonly tryRecv: () => Received<T> | undefined;
  /** How many values are in the buffer. */
  readonly length: number;
  /** How many there can be. */
  readonly capacity: number;
  /** What comes, until the channel is closed and empty. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
}
