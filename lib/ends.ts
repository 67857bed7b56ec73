/** The two ends of a channel as types: what a function that only sends, or only receives, asks for. */
import type { WaitOptions } from './kernel/abort.ts';
import type { Arm } from './kernel/arm.ts';
import type { Op } from './kernel/op.ts';
import type { Received } from './kernel/waiter.ts';

// Members are properties of function type, not methods: only those are compared strictly, and a
// channel of dogs must not pass for a sender of animals (CH-53).

/** The end of a channel to send on (Go's `chan<- T`). See {@link Channel} for each member. */
export interface Sender<in T> {
  readonly send: (value: T, options?: WaitOptions) => Op<void>;
  readonly trySend: (value: T) => boolean;
  readonly onSend: (value: T) => Arm<void>;
  readonly close: () => void;
  readonly length: number;
  readonly capacity: number;
}

/** The end of a channel to receive from (Go's `<-chan T`); itself the receive arm of a `select`. */
export interface Receiver<out T> {
  readonly recv: (options?: WaitOptions) => Op<Received<T>>;
  readonly tryRecv: () => Received<T> | undefined;
  readonly length: number;
  readonly capacity: number;
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;
}
