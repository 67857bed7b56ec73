// @ts-check
/**
 * What specs take from esbuild, in a page: it makes code with `using` into code without. Browsers run it
 * as it is.
 */

/** @param {string} code */
export function transformSync(code) {
  return { code };
}
