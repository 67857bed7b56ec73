// @ts-check
/**
 * What specs take from `node:events`, in a page: who listens to a target. A page cannot be asked; so
 * those who come and go are counted.
 */

/** @type {WeakMap<EventTarget, Map<string, unknown[]>>} */
const all = new WeakMap();
const { addEventListener, removeEventListener } = EventTarget.prototype;

/** @param {EventTarget} target @param {string} type */
function of(target, type) {
  let types = all.get(target);
  if (types === undefined) all.set(target, (types = new Map()));
  let listeners = types.get(type);
  if (listeners === undefined) types.set(type, (listeners = []));
  return listeners;
}

/** @type {typeof addEventListener} */
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const listeners = of(this, type);
  if (listener !== null && !listeners.includes(listener)) {
    listeners.push(listener);
    const once = typeof options === 'object' && options.once === true;
    if (once) {
      addEventListener.call(this, type, () => listeners.splice(listeners.indexOf(listener), 1), {
        once,
      });
    }
  }
  addEventListener.call(this, type, listener, options);
};

/** @type {typeof removeEventListener} */
EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const listeners = of(this, type);
  const at = listeners.indexOf(listener);
  if (at >= 0) listeners.splice(at, 1);
  removeEventListener.call(this, type, listener, options);
};

/** @param {EventTarget} target @param {string} type */
export function getEventListeners(target, type) {
  return [...of(target, type)];
}

export class EventEmitter {
  constructor() {
    throw new Error('there are no event emitters in a page');
  }
}

export const once = EventEmitter;
