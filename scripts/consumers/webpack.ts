/** webpack as a third bundler; it is heavy, so it is installed beside the compilers. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { isOutside, type Bundler } from '../../spec/package/bundles/bundlers.ts';

interface Stats {
  hasErrors(): boolean;
  hasWarnings(): boolean;
  toString(options: string): string;
}
type Webpack = (options: object, done: (error: Error | null, stats?: Stats) => void) => void;

/** The bundler, from the folder in which it is installed. */
export async function webpackFrom(folder: string): Promise<Bundler> {
  const webpack = createRequire(`${folder}/package.json`)('webpack') as Webpack;
  return async (file) => {
    const path = join(dirname(file), 'webpack');
    const filename = basename(file);
    await new Promise<void>((done, fail) => {
      const options = {
        mode: 'production',
        target: ['node', 'es2022'],
        entry: file,
        externals: [isOutside],
        externalsType: 'module',
        output: { path, filename, module: true, chunkFormat: 'module' },
        experiments: { outputModule: true },
      };
      webpack(options, (error, stats) => {
        if (error !== null) fail(error);
        else if (stats === undefined || stats.hasErrors() || stats.hasWarnings()) {
          fail(new Error(stats?.toString('errors-warnings')));
        } else done();
      });
    });
    return readFileSync(join(path, filename), 'utf8');
  };
}
