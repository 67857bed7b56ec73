// What a package for newer hosts looks for and Node 20 has not: loaded before it, in every thread.
import { availableParallelism } from 'node:os';

globalThis.navigator ??= /** @type {never} */ ({ hardwareConcurrency: availableParallelism() });
Promise.withResolvers ??= () => {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};
