// @ts-check
/**
 * `npm run docs`: the site, without a network: the API from the sources, by typedoc, and all pages, by
 * VitePress, into docs/.vitepress/dist. `npm run docs -- --dev` serves it while it is written, and with
 * `--check` nothing is written: every name of the API has to be documented.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @param {string} name @param {string[]} args */
function run(name, args) {
  const { status } = spawnSync(process.execPath, [name, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Every entry of the package; none can be forgotten. */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = Object.keys(exports)
  .filter((key) => key !== './package.json')
  .map((key) => (key === '.' ? 'lib/index.ts' : `lib/${key.slice(2)}.ts`));

const checks = process.argv.includes('--check');
const options = ['--options', 'scripts/site/typedoc.json', ...(checks ? ['--emit', 'none'] : [])];
run('node_modules/typedoc/bin/typedoc', [...options, ...entries]);
if (checks) process.exit();
const command = process.argv.includes('--dev') ? 'dev' : 'build';
run('node_modules/vitepress/bin/vitepress.js', [command, 'docs']);
