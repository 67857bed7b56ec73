// @ts-check
/**
 * Types are blanked out by ts-blank-space, which brings the whole compiler: to load it takes most of a
 * second, and the specs start hundreds of processes. So what is left of a text is kept in a file that
 * is named for the text and for the version of the blanker, and the compiler is loaded only for a text
 * that is new.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const modules = new URL('../node_modules/', import.meta.url);
const kept = new URL('.cache/millrace-blanked/', modules);
const { version } = JSON.parse(
  readFileSync(new URL('ts-blank-space/package.json', modules), 'utf8'),
);

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const blanked = await blank(readFileSync(new URL(url), 'utf8'));
  return { format: 'module', shortCircuit: true, source: `${blanked}\n//# sourceURL=${url}` };
}

/** @param {string} text */
async function blank(text) {
  const name = createHash('sha256').update(version).update('\0').update(text).digest('hex');
  const file = new URL(name, kept);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const { default: blankSpace } = await import('ts-blank-space');
    const blanked = blankSpace(text);
    keep(file, blanked);
    return blanked;
  }
}

/**
 * Whole or not at all: other processes read meanwhile. Where nothing can be kept all works, slowly.
 * @param {URL} file
 * @param {string} text
 */
function keep(file, text) {
  const part = new URL(`${file.href}.${process.pid}`);
  try {
    mkdirSync(kept, { recursive: true });
    writeFileSync(part, text);
    renameSync(part, file);
  } catch {
    // Read-only, or full.
  }
}
