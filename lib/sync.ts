/** `millrace/sync`: Go's package sync. */
export type { Locker } from './sync/locker.ts';
export { Mutex } from './sync/mutex.ts';
export { RWMutex } from './sync/rw-mutex.ts';
export { WaitGroup } from './sync/wait-group.ts';
