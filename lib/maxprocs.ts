/**
 * `millrace/maxprocs`: how much CPU time this process really has.
 *
 * @module
 */
export type { Answer } from './maxprocs/answer.ts';
export type { Env } from './maxprocs/host.ts';
export { inspect, quota } from './maxprocs/inspect.ts';
export type { QuotaOptions, RuleName } from './maxprocs/options.ts';
export { QuotaError } from './maxprocs/quota-error.ts';
export type { Hierarchy, Quota } from './maxprocs/rule.ts';
export { set, type SetOptions, type Undo } from './maxprocs/set.ts';
