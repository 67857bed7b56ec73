// @ts-check
/**
 * `npm run docs:check`: builds the site without a network, and visits every page of it in Chromium.
 * `-- --built` takes the site as it is; `-- --every` visits all pages of the API, not one of each kind;
 * `-- --shots folder` keeps pictures.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launch, programOf } from './site/chromium.mjs';
import { deadLinks, deadLinksOfTexts, filesOf, foreignResources } from './site/files.mjs';
import { serve } from './site/serve.mjs';
import { tryOut, visit, widths } from './site/visit.mjs';

const site = 'docs/.vitepress/dist';
const { values } = parseArgs({
  options: {
    built: { type: 'boolean', default: false },
    every: { type: 'boolean', default: false },
    shots: { type: 'string' },
  },
});
const { shots } = values;
if (shots !== undefined) mkdirSync(shots, { recursive: true });

/** @type {string[]} */
const faults = [];
const nothing = { errors: ['it was not visited'], scrolls: [], violations: [] };

/** @param {string} what @param {readonly string[]} found */
function tell(what, found) {
  console.log(`${what.padEnd(44)} ${found.length === 0 ? 'none' : found.length}`);
  for (const one of found.slice(0, 20)) console.log(`  ${one}`);
  faults.push(...found);
}

if (!values.built) {
  const cut = spawnSync('unshare', ['-n', 'true']).status === 0;
  console.log(
    cut ? 'building, without a network' : 'skipped: cannot cut the network; building with it',
  );
  const command = [process.execPath, 'scripts/site.mjs'];
  const [program = '', ...args] = cut ? ['unshare', '-n', ...command] : command;
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    console.log(stdout, stderr);
    process.exit(1);
  }
}

const paths = filesOf(site, /\.html$/)
  .filter((file) => file !== '404.html')
  .map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`);
const pages = paths.filter((path) => !path.startsWith('/api/'));
console.log(`${pages.length} pages, and ${paths.length - pages.length} of the API`);
const api = paths.filter((path) => path.startsWith('/api/'));
// Those of the API are made alike: of each entry a page of each kind.
const samples = values.every
  ? api
  : [...new Map(api.map((path) => [path.replace(/[^/]*$/, ''), path])).values()];
console.log(`seen in a browser: all pages, and ${samples.length} of the API`);
tell('resources of other hosts', foreignResources(site));
tell('links that lead nowhere', deadLinks(site));
tell('links of plain texts that lead nowhere', deadLinksOfTexts(site));

const chromium = programOf();
if (chromium === undefined) {
  console.log('skipped: no Chromium on the PATH');
} else {
  const server = await serve(site);
  const browser = await launch(chromium);
  try {
    const some = [...pages, ...samples];
    // axe twice: narrow and light, wide and dark. It takes longest, so both at once.
    const rounds = Object.entries(widths).flatMap(([name, width]) =>
      [false, true].map((dark) => ({ name, width, dark, asks: (name === 'wide') === dark, shots })),
    );
    const found = await Promise.all(rounds.map((how) => visit(browser, server.url, some, how)));
    for (const [i, { name, dark, asks }] of rounds.entries()) {
      const { errors, scrolls, violations } = found[i] ?? nothing;
      const where = `${some.length} pages, ${name}, ${dark ? 'dark' : 'light'}`;
      tell(`${where}: errors`, errors);
      tell(`${where}: too wide`, scrolls);
      if (asks) tell(`${where}: violations of WCAG 2.1 AA`, violations);
    }
    tell('search and keyboard', await tryOut(browser, server.url));
  } finally {
    await browser.close();
    server.close();
  }
}
console.log(faults.length === 0 ? 'the site is in order' : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
