// @ts-check
/** Lets Node load TypeScript, and remembers what came of each text: see typescript-hooks.mjs. */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
