/** `millrace/sync`: Go's package sync. */
export { WaitGroup } from './sync/wait-group.ts';
