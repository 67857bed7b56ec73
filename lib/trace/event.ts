/** What a recording tells, in the order in which it happened. */

/**
 * One thing that happened. `at` is in milliseconds since the recording began; goroutines are named
 * by their id, and 0 is whoever is none: a timer, the host, or code outside of all goroutines.
 *
 * `go`: it was started. `run`: it runs from now on. `wait`: it waits from now on, in Go's words, and
 * on what. `wake`: it can run again. `message`: a value has changed hands, and when its sender gave
 * it away, which with a buffer was before. `close`: a channel was closed. `end`: it is over, or has
 * failed.
 */
export type TraceEvent =
  | { readonly kind: 'go'; readonly at: number; readonly goroutine: number; readonly by: number }
  | { readonly kind: 'run'; readonly at: number; readonly goroutine: number }
  | {
      readonly kind: 'wait';
      readonly at: number;
      readonly goroutine: number;
      readonly reason: string;
      readonly on: string;
    }
  | { readonly kind: 'wake'; readonly at: number; readonly goroutine: number; readonly by: number }
  | {
      readonly kind: 'message';
      readonly at: number;
      readonly sentAt: number;
      readonly from: number;
      readonly to: number;
      readonly channel: string;
      readonly value: string;
    }
  | { readonly kind: 'close'; readonly at: number; readonly by: number; readonly channel: string }
  | {
      readonly kind: 'end';
      readonly at: number;
      readonly goroutine: number;
      readonly error?: string | undefined;
    };

/** What a recording gives to the writers; as plain data it can be stored and read again. */
export interface Trace {
  /** How long it was recorded, in milliseconds. */
  readonly durationMs: number;
  /** Names of functions, by the ids of goroutines. */
  readonly names: { readonly [id: number]: string };
  /** What happened, the oldest first. */
  readonly events: readonly TraceEvent[];
}
