// @ts-check
/** The page that runs the specs in a browser: one bundle, one address on loopback. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { notInPages, pageModules } from './left-out.mjs';
import { portableSpecs } from './specs.mjs';

/** Modules that a page has something instead of. */
const instead = {
  'node:events': 'page/events.mjs',
  esbuild: 'page/esbuild.mjs',
};
const folder = resolve('scripts/runtimes');
const ofNode = /^node:|^esbuild$/;

/**
 * Which of Node's modules each of some specs needs, itself or by what it imports.
 * @param {readonly string[]} files
 */
async function needsOf(files) {
  const { metafile } = await build({
    entryPoints: [...files],
    bundle: true,
    write: false,
    outdir: 'needs',
    format: 'esm',
    platform: 'node',
    conditions: ['@millrace/source'],
    packages: 'external',
    alias: { millrace: resolve('lib') },
    ignoreAnnotations: true,
    metafile: true,
    logLevel: 'silent',
  });
  /** @type {Map<string, string[]>} */
  const needs = new Map();
  for (const file of files) {
    const found = new Set();
    // All that it reads counts, though some of that may not come into its bundle.
    const reads = new Set([file]);
    for (const input of reads) {
      for (const { path, external } of metafile.inputs[input]?.imports ?? []) {
        if (!external) reads.add(path);
        else if (ofNode.test(path) && !(path in instead)) found.add(path);
      }
    }
    needs.set(file, [...found]);
  }
  return needs;
}

/**
 * The specs that a page runs, and the others with what they need.
 * @param {string} [only] a part of their paths
 * @returns {Promise<{ files: string[]; others: Map<string, string> }>}
 */
export async function pageSpecs(only = '') {
  /** @type {string[]} */
  const files = [];
  /** @type {Map<string, string>} */
  const others = new Map();
  const candidates = portableSpecs().filter(
    (file) =>
      file.includes(only) &&
      !Object.keys(notInPages).some((beginning) => file.startsWith(beginning)),
  );
  for (const [file, modules] of await needsOf(candidates)) {
    const strange = modules.find((module) => !(module in pageModules));
    if (strange !== undefined) {
      throw new Error(`${file} needs ${strange}: is it something that a page can do?`);
    }
    const [module] = modules;
    if (module === undefined) files.push(file);
    else others.set(file, module);
  }
  return { files, others };
}

/** @param {readonly string[]} files */
export async function bundle(files) {
  const lines = files.flatMap((file) => [`import 'mark:${file}';`, `import './${file}';`]);
  const { outputFiles } = await build({
    stdin: {
      contents: [
        "import './scripts/runtimes/page/process.mjs';",
        "import { run } from './scripts/runtimes/page/report.mjs';",
        ...lines,
        'run();',
      ].join('\n'),
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['@millrace/source'],
    sourcemap: 'inline',
    keepNames: true,
    ignoreAnnotations: true,
    alias: Object.fromEntries(
      Object.entries(instead).map(([module, file]) => [module, resolve(folder, file)]),
    ),
    plugins: [{ name: 'specs in a page', setup }],
  });
  return outputFiles[0]?.text ?? '';
}

/** @param {import('esbuild').PluginBuild} on */
function setup(on) {
  // Tells mocha from here on which file it reads.
  on.onResolve({ filter: /^mark:/ }, ({ path }) => ({ path, namespace: 'mark' }));
  on.onLoad({ filter: /.*/, namespace: 'mark' }, ({ path }) => ({
    contents: `mocha.suite.emit('pre-require', globalThis, ${JSON.stringify(path.slice(5))}, mocha);`,
  }));
  // What specs take from Node's globals; the library itself gets nothing.
  on.onLoad({ filter: /[\\/]spec[\\/].*\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const takes = [
      /\bprocess\./.test(text) ? "import { process } from '@page/process';" : '',
      /\bsetImmediate\b/.test(text) ? "import { setImmediate } from '@page/immediate';" : '',
    ];
    // On the first line, so that the others keep their numbers.
    return { contents: takes.join('') + text, loader: 'ts' };
  });
  on.onResolve({ filter: /^@page\// }, ({ path }) => ({
    path: resolve(folder, `page/${path.slice(6)}.mjs`),
  }));
}

const html = `<!doctype html><meta charset="utf-8"><title>specs</title><div id="mocha"></div>
<script src="/mocha.js"></script>
<script>mocha.setup({ ui: 'bdd', timeout: 20000, reporter: function () {} });</script>
<script type="module" src="/specs.js"></script>`;

/**
 * Serves the page on loopback.
 * @param {string} specs
 * @returns {Promise<{ url: string; close: () => void }>}
 */
export async function serve(specs) {
  const mocha = await readFile('node_modules/mocha/mocha.js', 'utf8');
  const server = createServer(({ url = '' }, response) => {
    // With these two a page has memory that its threads share.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const [path] = url.split('?');
    response.setHeader('content-type', path === '/' ? 'text/html' : 'text/javascript');
    if (path === '/') response.end(html);
    else if (path === '/mocha.js') response.end(mocha);
    else if (path === '/specs.js') response.end(specs);
    else response.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
