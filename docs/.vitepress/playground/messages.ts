/** What the page and the worker say to each other. */

/** The one order: run this module. */
export interface ToWorker {
  readonly code: string;
  /** The address below which the files of the library are. */
  readonly home: string;
  /** How wide the timeline is drawn, in pixels; null if there is to be none. */
  readonly width: number | null;
}

export type FromWorker =
  | { readonly kind: 'start' }
  | { readonly kind: 'print'; readonly stream: 'out' | 'err'; readonly text: string }
  | { readonly kind: 'timeline'; readonly svg: string; readonly chrome: string }
  /** `waiting` is how many goroutines were still there. */
  | { readonly kind: 'end'; readonly status: number; readonly waiting: number };
