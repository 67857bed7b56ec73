import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import tsBlankSpace from 'ts-blank-space';

/**
 * Writes the harness and the questions as plain JavaScript into a temporary folder, with the
 * package's own names resolved as a user's imports of them are: to the build, not to `lib`.
 */
export function strip() {
  const built = (/** @type {string} */ name) => {
    const url = import.meta.resolve(name);
    if (!url.includes('/dist/')) throw new Error(`would measure ${url}, not the build`);
    return `from '${url}'`;
  };
  const dir = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  for (const folder of ['harness', 'questions', 'threads']) {
    mkdirSync(join(dir, folder));
    const source = new URL(`../${folder}/`, import.meta.url);
    for (const file of readdirSync(source)) {
      if (file.endsWith('.d.mts') || (!file.endsWith('.ts') && folder !== 'threads')) continue;
      const text = tsBlankSpace(readFileSync(new URL(file, source), 'utf8'))
        .replace(/(from '\.[^']*)\.ts'/g, "$1.mjs'")
        .replace(
          /from '(fast-check|piscina|multithreading)'/g,
          (_, name) => `from '${import.meta.resolve(name)}'`,
        )
        .replace(/from '(millrace(?:\/[\w-]+)?)'/g, (_, name) => built(name));
      writeFileSync(join(dir, folder, file.replace(/\.ts$/, '.mjs')), text);
    }
  }
  return { dir, url: (/** @type {string} */ path) => pathToFileURL(join(dir, path)).href };
}
