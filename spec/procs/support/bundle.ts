/** Modules for threads, bundled: with a loader in each, threads would take many times as long to start. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'millrace-procs-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Where a module of the fixtures stands as one file of JavaScript, of this source of the library. */
export function bundle(file: string): URL {
  const outfile = join(folder, file.replace(/\.ts$/, '.mjs'));
  buildSync({
    entryPoints: [fileURLToPath(new URL(`../fixtures/${file}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@millrace/source'],
    outfile,
    logLevel: 'error',
  });
  return pathToFileURL(outfile);
}
