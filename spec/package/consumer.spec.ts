import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packed } from '../support/packed.ts';

const run = promisify(execFile);

const compilers = {
  'TypeScript 6': resolve('node_modules/typescript/bin/tsc'),
  'TypeScript 7': resolve('node_modules/typescript7/bin/tsc'),
};
const resolutions = {
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  bundler: { module: 'Preserve', moduleResolution: 'Bundler' },
};

/**
 * The declarations must ask nothing of a consumer: no DOM, no types of Node's, no lib after ES2022,
 * and no `skipLibCheck` to look away.
 */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
};

describe('the typings, seen by a consumer', function () {
  this.timeout(120_000);

  for (const [resolution, options] of Object.entries(resolutions)) {
    for (const [compiler, tsc] of Object.entries(compilers)) {
      it(`compile under ${compiler}, ${resolution}, as .mts and .cts`, async () => {
        const dir = join(packed().consumer, resolution);
        mkdirSync(dir, { recursive: true });
        for (const file of ['use.mts', 'use.cts']) {
          copyFileSync('spec/package/consumer/use.ts', join(dir, file));
        }
        const config = { compilerOptions: { ...compilerOptions, ...options } };
        writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config));
        await run(process.execPath, [tsc, '-p', dir]).catch((error: { stdout: string }) => {
          throw new Error(`the consumer does not compile:\n${error.stdout}`);
        });
      });
    }
  }
});
