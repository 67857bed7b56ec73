/** The killer and the kernel that it tries, in one file: for each mutant another. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { edited, type Mutant } from './mutant.ts';

const lib = fileURLToPath(new URL('../../../lib/', import.meta.url));
const killer = fileURLToPath(new URL('killer.ts', import.meta.url));

/** Gives the file's path. The kernel as it is where there is no mutant. */
export async function bundle(mutant: Mutant | null, folder: string): Promise<string> {
  const outfile = join(folder, `${mutant?.name ?? 'unpatched'}.mjs`);
  let loaded = 0;
  const edit: Plugin = {
    name: 'edit',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (mutant === null || path !== join(lib, mutant.file)) return undefined;
        loaded++;
        return { contents: edited(await readFile(path, 'utf8'), mutant), loader: 'ts' };
      });
    },
  };
  await build({
    entryPoints: [killer],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@millrace/source'],
    plugins: [edit],
    logLevel: 'silent',
  });
  if (mutant !== null && loaded !== 1) {
    throw new Error(`mutant ${mutant.name}: lib/${mutant.file} is no part of what is tried`);
  }
  return outfile;
}
