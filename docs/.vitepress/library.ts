/** The library beside the pages, file by file, as the playground imports it: see decision 0017. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const PEER = 'fast-check';

export function copyLibrary(docs: string, out: string): void {
  const dist = join(docs, '../dist');
  if (!existsSync(join(dist, 'index.js'))) throw new Error('no dist/: npm run build comes first');
  const to = join(out, 'millrace');
  cpSync(dist, to, { recursive: true, filter: (file) => !/\.(cjs|ts|cts|map)$/.test(file) });
  // A worker has no import map: what `millrace/testing` wants of fast-check is a file beside it.
  const testing = join(to, 'testing');
  buildSync({
    stdin: { contents: `export { default } from '${PEER}';`, resolveDir: docs },
    bundle: true,
    minify: true,
    format: 'esm',
    legalComments: 'inline',
    outfile: join(testing, `${PEER}.js`),
  });
  for (const name of readdirSync(testing).filter((file) => file.endsWith('.js'))) {
    const file = join(testing, name);
    const code = readFileSync(file, 'utf8');
    writeFileSync(file, code.replaceAll(`from '${PEER}'`, `from './${PEER}.js'`));
  }
}
