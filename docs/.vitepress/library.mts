/** The library beside the pages, file by file, as the playground imports it: see decision 0019. */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

export function copyLibrary(docs: string, out: string): void {
  const dist = join(docs, '../dist');
  if (!existsSync(join(dist, 'index.js'))) throw new Error('no dist/: npm run build comes first');
  cpSync(dist, join(out, 'millrace'), {
    recursive: true,
    filter: (file) => !/\.(cjs|ts|cts|map)$/.test(file),
  });
}
