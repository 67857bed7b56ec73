/**
 * `millrace/sync`: Go's package sync.
 *
 * @module
 */
import './inspect/sync.ts';
export { Cond } from './sync/cond.ts';
export type { Locker } from './sync/locker.ts';
export { Mutex } from './sync/mutex.ts';
export { Once } from './sync/once.ts';
export { onceFunc, onceValue, onceValues, type OnceFunction } from './sync/once-func.ts';
export { Pool, type PoolOptions } from './sync/pool.ts';
export { RWMutex } from './sync/rw-mutex.ts';
export { WaitGroup } from './sync/wait-group.ts';
