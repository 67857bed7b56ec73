/**
 * `millrace/procs`: goroutines on worker threads.
 *
 * @module
 */
export { NotServedError, ProcExitError, ProcsClosedError } from './procs/errors.ts';
export type { AnyWorker, HostURL, ResourceLimits, ThreadOptions } from './procs/host.ts';
export { Procs, type MakeWorker, type ProcsOptions } from './procs/procs.ts';
export { serve, type Functions } from './procs/serve.ts';
export { transfer, type Movable } from './procs/transfer.ts';
