/** The typings under every TypeScript from 5.4 to 7, for every entry. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { project } from './packages.ts';

const resolutions = {
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
};

/** Its compilers, by version. */
const compilers: Record<string, string> = Object.fromEntries([
  ...['5.4', '5.5', '5.6', '5.7', '5.8', '5.9'].map((version) => [
    version,
    resolve(`scripts/consumers/node_modules/typescript${version}/bin/tsc`),
  ]),
  ['6.0', resolve('node_modules/typescript/bin/tsc')],
  ['7.0', resolve('node_modules/typescript7/bin/tsc')],
]);

export interface Compiled {
  readonly what: string;
  readonly faults: string;
}

/**
 * `core`: what needs neither DOM nor Node. `every`: all entries, with both and with their peers,
 * whose typings are not ours to check.
 */
const programs = {
  core: {
    file: 'spec/package/consumer/use.ts',
    options: { lib: ['ES2022'], types: [], skipLibCheck: false },
  },
  every: {
    file: 'scripts/consumers/every.ts',
    options: { lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: ['node'], skipLibCheck: true },
  },
};

export function* compile(): Generator<Compiled> {
  for (const [version, tsc] of Object.entries(compilers)) {
    for (const [resolution, modules] of Object.entries(resolutions)) {
      for (const [name, { file, options }] of Object.entries(programs)) {
        const dir = join(project(), `${name}-${resolution}`);
        mkdirSync(dir, { recursive: true });
        // A bundler takes no CommonJS with `import`.
        const suffixes = resolution === 'nodenext' && name === 'core' ? ['mts', 'cts'] : ['mts'];
        for (const suffix of suffixes) copyFileSync(file, join(dir, `use.${suffix}`));
        const compilerOptions = {
          target: 'ES2022',
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          ...options,
          ...modules,
        };
        writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
        const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', dir], {
          encoding: 'utf8',
        });
        const what = `TypeScript ${version}, ${resolution}, ${name}`;
        yield { what, faults: status === 0 ? '' : stdout || 'it did not run' };
      }
    }
  }
}
