/** The key under which a context that can be cancelled finds itself, through whatever wraps it. */
import { Key } from './key.ts';

export const CANCELER: Key<unknown> = /* @__PURE__ */ new Key<unknown>('canceler');
