// @ts-check
/**
 * `npm run procs:browser`: the pool in a headless Chromium and Firefox, on the workers of a browser. The
 * page is spec/procs/browser; `CHROMIUM` and `FIREFOX` are the programs, if they are not on the PATH
 * under one of their names.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * @typedef {object} Browser
 * @property {string} runtime
 * @property {(string | undefined)[]} names
 * @property {(profile: string) => string[]} flags
 */

/** @type {readonly Browser[]} */
const browsers = [
  {
    runtime: 'Chromium',
    names: [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'],
    flags: (profile) => [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
    ],
  },
  {
    runtime: 'Firefox',
    names: [process.env['FIREFOX'], 'firefox-esr', 'firefox'],
    flags: (profile) => ['--headless', '--no-remote', '--profile', profile],
  },
];

/** @param {Browser} browser @param {string} program @param {boolean} isolated */
async function visit({ flags }, program, isolated) {
  const { outputFiles } = await build({
    entryPoints: ['spec/procs/browser/page.ts', 'spec/procs/browser/work.ts'],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@millrace/source'],
    outdir: '/',
    write: false,
    ignoreAnnotations: true,
  });
  const profile = mkdtempSync(join(tmpdir(), 'millrace-browser-'));
  /** @type {(found: unknown[]) => void} */
  let resolve;
  /** @type {Promise<unknown[]>} */
  const found = new Promise((done) => (resolve = done));
  const server = createServer((request, response) => {
    // With these two a page has memory that its threads share.
    if (isolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><script type="module" src="/page.js"></script>');
    } else if (request.url === '/found') {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        response.end();
        resolve(JSON.parse(text));
      });
    } else {
      const file = outputFiles.find(({ path }) => path === request.url);
      response.statusCode = file === undefined ? 404 : 200;
      response.setHeader('content-type', 'text/javascript');
      response.end(file?.text);
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const browser = spawn(program, [...flags(profile), `http://127.0.0.1:${port}/`], {
    stdio: 'ignore',
    // A group of its own: its helpers write to the profile, and have to end with it.
    detached: true,
  });
  const gone = new Promise((done) => browser.once('exit', done));
  const timeout = setTimeout(() => resolve(['no answer within a minute']), 60_000);
  try {
    return await found;
  } finally {
    clearTimeout(timeout);
    if (browser.exitCode === null && browser.pid !== undefined) {
      process.kill(-browser.pid, 'SIGKILL');
    }
    await gone;
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

/** @param {Browser} browser @param {string} program */
async function check(browser, program) {
  for (const isolated of [false, true]) {
    const found = await visit(browser, program, isolated);
    const how = isolated ? 'with shared memory' : 'without shared memory';
    console.log(`${browser.runtime}, ${how}`, JSON.stringify(found));
    assert.deepEqual(found, [
      isolated,
      3,
      1000,
      'RangeError  why',
      'DataCloneError 25 undefined',
      332833500,
      1000,
      // A browser tells of an error what it says, no more.
      'ProcExitError PROC_EXIT Error: RangeError: outside',
      4,
      true,
      'ProcsClosedError CALL_OF_CLOSED_PROCS undefined',
      3,
      'Error  undefined',
      7,
    ]);
  }
}

let visited = 0;
for (const browser of browsers) {
  const program = browser.names.find(
    (name) => name !== undefined && spawnSync(name, ['--version']).error === undefined,
  );
  if (program === undefined) {
    console.log(`skipped: no ${browser.runtime} on the PATH`);
    continue;
  }
  await check(browser, program);
  visited++;
}
if (visited > 0) console.log(`the pool works in ${visited} of ${browsers.length} browsers`);
