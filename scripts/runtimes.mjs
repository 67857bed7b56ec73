// @ts-check
/**
 * `npm run runtimes`: the same specs on every runtime, and a table of what came of it. Names choose:
 * `-- Deno Bun`, and `--only spec/laws` what is run. What is absent is said; `--all` makes that a failure too.
 * `--write` puts the table into docs/runtimes.md; `--install-browsers`, as root, asks Debian for those that
 * are absent.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { browsers, installBrowsers, runIn } from './runtimes/browsers.mjs';
import { pageSpecs } from './runtimes/browser-page.mjs';
import { cannot, nodeOnly, pageModules } from './runtimes/left-out.mjs';
import { absent, table } from './runtimes/row.mjs';
import { install, runOn, servers } from './runtimes/servers.mjs';
import { allSpecs, portableSpecs } from './runtimes/specs.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    'install-browsers': { type: 'boolean', default: false },
    faults: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

/** @param {string} runtime */
function chosen(runtime) {
  return positionals.length === 0 || positionals.some((name) => runtime.startsWith(name));
}

const SHOWN = Number(values.faults);

/** @type {import('./runtimes/row.mjs').Row[]} */
const rows = [];

/** @param {import('./runtimes/row.mjs').Row} row */
function note(row) {
  rows.push(row);
  const { runtime, passed, seconds, faults } = row;
  console.log(`.. ${runtime}: ${row.absent ?? `${passed} passed in ${seconds.toFixed(0)} s`}`);
  for (const fault of faults.slice(0, SHOWN)) console.log(`   ${fault}`);
  if (faults.length > SHOWN) console.log(`   and ${faults.length - SHOWN} more`);
}

const failure = install();
if (values['install-browsers']) {
  const why = installBrowsers();
  if (why !== undefined) console.log(`browsers: ${why}`);
}
for (const server of servers.filter(({ runtime }) => chosen(runtime))) {
  note(failure === undefined ? await runOn(server, values.only) : absent(server.runtime, failure));
}
for (const browser of browsers.filter(({ runtime }) => chosen(runtime))) {
  note(
    failure === undefined ? await runIn(browser, values.only) : absent(browser.runtime, failure),
  );
}

const portable = portableSpecs().length;
console.log(`\n${table(rows)}\n`);
console.log(`${allSpecs().length} files of specs on Node, ${portable} of them everywhere.`);
for (const [path, why] of Object.entries(nodeOnly)) console.log(`Node only: ${path}: ${why}`);
const { files, others } = await pageSpecs();
console.log(`${files.length} files in browsers; ${others.size} need what a page has not:`);
for (const [module, why] of Object.entries(pageModules)) {
  const count = [...others.values()].filter((one) => one === module).length;
  if (count > 0) console.log(`not in browsers: ${count} files with ${module}: ${why}`);
}
for (const { on, file, test, why } of cannot) console.log(`not on ${on}: ${file}: ${test}: ${why}`);
if (values.write) write(table(rows));

/** @param {string} text into the page, between its marks */
function write(text) {
  const page = readFileSync('docs/runtimes.md', 'utf8');
  const marks = /(<!-- measured by [^\n]*-->\n)[^]*?(<!-- end -->)/;
  writeFileSync('docs/runtimes.md', page.replace(marks, `$1\n${text}\n\n$2`));
}

const missing = rows.filter((row) => row.absent !== undefined).length;
if (missing > 0) console.log(`skipped: ${missing} runtimes are absent`);
const red = rows.filter(({ faults }) => faults.length > 0).length;
console.log(red > 0 ? `${red} runtimes failed` : 'all that are there are green');
if (red > 0 || (values.all && missing > 0) || rows.length === missing) process.exitCode = 1;
