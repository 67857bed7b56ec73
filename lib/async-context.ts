/**
 * `millrace/async-context`: goroutines that carry the context of Node's AsyncLocalStorage.
 *
 * @module
 */
export { carryContext, type Undo } from './async-context/carry.ts';
