/**
 * `millrace`: channels, select and goroutines.
 *
 * @module millrace
 */
import './inspect/core.ts';
export { after } from './after.ts';
export { Channel, type ChannelOptions } from './channel.ts';
export type { Receiver, Sender } from './ends.ts';
export { go, type Goroutine, type Joined, type Startable } from './go.ts';
export { goexit } from './goexit.ts';
export { gosched } from './gosched.ts';
export type { Signal, WaitOptions } from './kernel/abort.ts';
export type { Arm } from './kernel/arm.ts';
export {
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
} from './kernel/errors.ts';
export type { Op, Routine, Suspended } from './kernel/op.ts';
export type { Received } from './kernel/waiter.ts';
export { numGoroutine } from './num-goroutine.ts';
export { run, type RunOptions } from './run.ts';
export { select, trySelect } from './select.ts';
export type { ArmLike, ArmsOf, Selected } from './selected.ts';
export { sleep } from './sleep.ts';
export { WaitGroup } from './sync/wait-group.ts';
export { until } from './until.ts';
