// @ts-check
import { readFileSync } from 'node:fs';
import esbuild from 'rollup-plugin-esbuild';
import { dts } from 'rollup-plugin-dts';

import { internalNames, plainFiles, shortNames } from './scripts/internal-names.mjs';

const pkg = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** One input per public entry, read from "exports", so that the two cannot drift apart. */
const input = Object.fromEntries(
  Object.keys(pkg.exports)
    .filter((key) => key !== './package.json')
    .map((key) => (key === '.' ? 'index' : key.slice(2)))
    .map((name) => [name, pkg.exports[name === 'index' ? '.' : `./${name}`]['@millrace/source']]),
);

/** The program behind "bin": it has no typings. */
const programs = { cli: 'lib/cli.ts' };

/** @param {string} id */
const external = (id) => id.startsWith('node:') || /^(?:fast-check|rxjs)(?:\/|$)/.test(id);

/** A module a file, under its own name: stack traces stay readable and nothing carries a hash. */
const js = {
  dir: 'dist',
  sourcemap: true,
  generatedCode: /** @type {const} */ ('es2015'),
  preserveModules: true,
  preserveModulesRoot: 'lib',
  hoistTransitiveImports: false,
};

/** A bundler that leaves such an import out need not warn of it. */
const quietImports = {
  name: 'quiet-imports',
  /** @param {string} code */
  renderChunk: (code) => ({ code: code.replace(/^import '\./gm, "import {} from '."), map: null }),
};

/** What stands under the label CHECK asserts invariants, for the specs alone. */
const compiled = { target: 'es2022', tsconfig: './tsconfig.json', dropLabels: ['CHECK'] };

/** What is left of a `check` without its label. The lines stay, so that the source maps hold. */
const withoutChecks = {
  name: 'without-checks',
  /** @param {string} code */
  transform: (code) => ({ code: code.replace(/^ *check\(\) \{\n? *\}$/gm, blank), map: null }),
};

/** @param {string} text */
const blank = (text) => text.replace(/[^\n]/g, '');

/** Whoever compiles against `Disposable` with a lib of ES2022 alone must find it. */
const namesDisposable = {
  name: 'names-disposable',
  /** @param {string} code */
  renderChunk: (code) =>
    /\b(?:Async)?Disposable\b/.test(code)
      ? { code: `/// <reference lib="esnext.disposable" />\n${code}`, map: null }
      : null,
};

/**
 * What `console.log` shows is put on by files that are imported for that alone: kept here, and left
 * out by bundlers, to whom package.json says that they do nothing.
 * @param {string} id
 */
const isInspection = (id) => /\/lib\/inspect\//.test(id);

/** @type {import('rollup').RollupOptions[]} */
export default [
  {
    input: { ...input, ...programs },
    external,
    treeshake: { moduleSideEffects: isInspection },
    plugins: [
      esbuild({ ...compiled, include: plainFiles }),
      esbuild({
        ...compiled,
        exclude: [plainFiles, /node_modules/],
        mangleProps: new RegExp(`^(?:${internalNames.join('|')})$`),
        mangleCache: shortNames,
      }),
      withoutChecks,
      quietImports,
    ],
    output: [
      { ...js, format: 'es', entryFileNames: '[name].js' },
      { ...js, format: 'cjs', entryFileNames: '[name].cjs', exports: 'named' },
    ],
  },
  {
    input,
    external,
    // A file of types alone leaves an empty chunk behind: nothing to report.
    onLog: (level, log, next) => {
      if (log.code !== 'EMPTY_BUNDLE') next(level, log);
    },
    plugins: [dts({ tsconfig: './tsconfig.json' }), namesDisposable],
    output: [
      {
        dir: 'dist',
        format: 'es',
        sourcemap: true,
        entryFileNames: '[name].d.ts',
        chunkFileNames: 'types/[name].d.ts',
      },
      {
        dir: 'dist',
        format: 'es',
        entryFileNames: '[name].d.cts',
        chunkFileNames: 'types/[name].d.cts',
      },
    ],
  },
];
