// @ts-check
/**
 * `npm run procs:browser`: the pool in a headless Chromium, on the workers of a browser. The page is
 * spec/procs/browser; `CHROMIUM` is the program, if it is not on the PATH under one of its names.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const names = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'];
const program = names.find(
  (name) => name !== undefined && spawnSync(name, ['--version']).error === undefined,
);
if (program === undefined) {
  console.log('skipped: no Chromium on the PATH');
  process.exit();
}

/** @type {(isolated: boolean) => Promise<unknown[]>} */
async function visit(isolated) {
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
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`];
  const browser = spawn(/** @type {string} */ (program), [...flags, `http://127.0.0.1:${port}/`], {
    stdio: 'ignore',
  });
  const timeout = setTimeout(() => resolve(['no answer within a minute']), 60_000);
  try {
    return await found;
  } finally {
    clearTimeout(timeout);
    browser.kill('SIGKILL');
    await new Promise((gone) => browser.once('exit', gone));
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

for (const isolated of [false, true]) {
  const found = await visit(isolated);
  console.log(isolated ? 'with shared memory' : 'without shared memory', JSON.stringify(found));
  assert.deepEqual(found, [
    3,
    1000,
    'RangeError  why',
    'DataCloneError 25 undefined',
    332833500,
    1000,
    // A browser tells of an error what it says, no more.
    'ProcExitError PROC_EXIT Error: Uncaught RangeError: outside',
    4,
    true,
    'ProcsClosedError CALL_OF_CLOSED_PROCS undefined',
    3,
    'Error  undefined',
    7,
  ]);
}
console.log('the pool works in a browser');
