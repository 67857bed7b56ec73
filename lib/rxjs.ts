/**
 * `millrace/rxjs`: channels and observables. RxJS is a peer that only this entry needs.
 *
 * @module
 */
export type { Feed } from './bridge/feed.ts';
export type { FeedOptions } from './bridge/options.ts';
export { OverflowError, type Bounds, type Overflow } from './bridge/overflow.ts';
export { fromObservable, type FromObservableOptions } from './rxjs/from-observable.ts';
export { toObservable } from './rxjs/to-observable.ts';
