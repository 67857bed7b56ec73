// @ts-check
/** `setImmediate` for specs in a page: a task of the page's own, after what waits already. */

/** @type {((...args: unknown[]) => void)[]} */
const waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();

/** @param {(...args: unknown[]) => void} callback */
export function setImmediate(callback) {
  waiting.push(callback);
  port2.postMessage(0);
}
