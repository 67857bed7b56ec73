/**
 * `millrace/trace`: what goroutines did, recorded, as a page, a picture or Chrome's trace events.
 *
 * @module
 */
export { toChromeTrace } from './trace/chrome.ts';
export type { Trace, TraceEvent } from './trace/event.ts';
export { toHTML } from './trace/html.ts';
export { record, type RecordOptions, type Recording } from './trace/recording.ts';
export { toSVG, type PictureOptions } from './trace/svg.ts';
