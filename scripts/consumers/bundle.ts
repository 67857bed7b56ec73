/** Bundles by esbuild, rollup and webpack: what is in them, how large they are, and that they run. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { project } from './packages.ts';

interface Program {
  readonly code: string;
  readonly prints: string;
  /** What must be in it, and what must not: texts of messages and names, which survive minifying. */
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
  /** At most so many bytes, minified by esbuild and gzipped. */
  readonly most: number;
}

const others = ['rxjs', 'automaxprocs', 'traceEvents', 'errgroup:', 'all goroutines are asleep'];

export const programs: Record<string, Program> = {
  '{ Channel }': {
    code: "import { Channel } from 'millrace'; const c = new Channel(1); c.trySend(7); console.log(c.tryRecv().value);",
    prints: '7',
    has: ['close of closed channel'],
    hasNot: [...others, 'negative WaitGroup counter', 'pass a record or an array of arms'],
    most: 5200,
  },
  '{ WaitGroup }': {
    code: "import { WaitGroup } from 'millrace'; const g = new WaitGroup(); g.go(() => console.log('one')); g.wait().then(() => console.log('all'));",
    prints: 'one\nall',
    has: ['negative WaitGroup counter'],
    hasNot: [...others, 'close of closed channel', 'pass a record or an array of arms'],
    most: 4200,
  },
  '{ merge } of patterns': {
    code: "import { Channel } from 'millrace'; import { background } from 'millrace/context'; import { merge } from 'millrace/patterns'; const c = new Channel(1); c.trySend(3); c.close(); for await (const v of merge(background(), c)) console.log(v);",
    prints: '3',
    has: ['close of closed channel'],
    hasNot: ['rxjs', 'traceEvents', 'all goroutines are asleep'],
    most: 9500,
  },
  'automaxprocs, for its effect': {
    code: "import 'millrace/automaxprocs'; console.log('set');",
    prints: 'set',
    has: ['maxprocs'],
    hasNot: ['rxjs', 'traceEvents'],
    most: 12000,
  },
};

type Bundler = (entry: string, out: string) => Promise<void>;

export const bundlers: Record<string, Bundler> = {
  async esbuild(entry, outfile) {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['import', 'module'],
      logLevel: 'error',
    });
  },
  async rollup(input, file) {
    const root = project();
    const bundle = await rollup({
      input,
      external: /^node:/,
      plugins: [
        {
          name: 'the package',
          resolveId: (id) =>
            /^millrace(\/|$)/.test(id)
              ? join(root, 'node_modules/millrace/dist', `${id.slice(9) || 'index'}.js`)
              : null,
          // As its package.json says.
          transform: (code, id) => ({
            code,
            map: null,
            moduleSideEffects: /automaxprocs\.js$|main\.mjs$/.test(id),
          }),
        },
      ],
    });
    await bundle.write({ file, format: 'es' });
    await bundle.close();
  },
  async webpack(entry, file) {
    const require = createRequire(resolve('scripts/consumers/package.json'));
    const webpack = require('webpack') as (
      options: object,
      done: (error: Error | null, stats: { hasErrors(): boolean; toString(): string }) => void,
    ) => void;
    await new Promise<void>((done, failed) => {
      webpack(
        {
          mode: 'production',
          target: 'es2022',
          entry,
          experiments: { outputModule: true },
          externalsType: 'module',
          externals: [/^node:/],
          output: {
            path: resolve(file, '..'),
            filename: file.split('/').at(-1),
            library: { type: 'module' },
            chunkFormat: 'module',
          },
          optimization: { minimize: true },
          performance: { hints: false },
        },
        (error, stats) => {
          if (error !== null) failed(error);
          else if (stats.hasErrors()) failed(new Error(stats.toString()));
          else done();
        },
      );
    });
  },
};

export interface Bundled {
  readonly what: string;
  readonly bytes: number;
  readonly faults: string[];
}

export async function* bundle(
  names: readonly string[] = Object.keys(bundlers),
): AsyncGenerator<Bundled> {
  for (const name of names) {
    for (const [what, program] of Object.entries(programs)) {
      const entry = join(project(), 'main.mjs');
      const out = join(project(), 'out.mjs');
      writeFileSync(entry, program.code);
      await bundlers[name]?.(entry, out);
      const text = readFileSync(out, 'utf8');
      const small = await build({
        stdin: { contents: text, loader: 'js' },
        minify: true,
        format: 'esm',
        write: false,
      });
      const bytes = gzipSync(small.outputFiles[0]?.contents ?? '').length;
      const { stdout } = spawnSync(process.execPath, [out], { encoding: 'utf8' });
      const faults = [
        ...program.has.filter((part) => !text.includes(part)).map((part) => `lacks ${part}`),
        ...program.hasNot.filter((part) => text.includes(part)).map((part) => `has ${part}`),
        ...(stdout.trim() === program.prints ? [] : [`prints ${stdout}`]),
        ...(bytes <= program.most ? [] : [`more than ${String(program.most)} B`]),
      ];
      yield { what: `${name}: ${what}`, bytes, faults };
    }
  }
}
