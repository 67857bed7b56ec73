/**
 * `millrace/patterns`: what Go programs are made of, a verb each.
 *
 * @module
 */
export type { Feed } from './bridge/feed.ts';
export type { FeedOptions } from './bridge/options.ts';
export { batch, type BatchOptions } from './patterns/batch.ts';
export { broadcast, type Broadcast } from './patterns/broadcast.ts';
export { debounce } from './patterns/debounce.ts';
export { fanOut } from './patterns/fan-out.ts';
export { filter } from './patterns/filter.ts';
export { map } from './patterns/map.ts';
export { merge } from './patterns/merge.ts';
export { orDone } from './patterns/or-done.ts';
export { pool } from './patterns/pool.ts';
export { rateLimit, type RateLimitOptions } from './patterns/rate-limit.ts';
export type { Step } from './patterns/step.ts';
export { take } from './patterns/take.ts';
