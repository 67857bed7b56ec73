// @ts-check
/**
 * Lets Node load TypeScript, and remembers what came of each text: see typescript-hooks.mjs. Newer Node,
 * Deno and Bun blank out types themselves.
 */
import { register } from 'node:module';

const features = /** @type {{ typescript?: string | false }} */ (
  /** @type {unknown} */ (process.features)
);
const { bun, deno } = process.versions;
if (!features.typescript && bun === undefined && deno === undefined) {
  register('./typescript-hooks.mjs', import.meta.url);
}
