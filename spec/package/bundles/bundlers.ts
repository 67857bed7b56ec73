/** esbuild and rollup, each as a user has it: it finds the package by its own rules. */
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build, transform } from 'esbuild';
import { rollup } from 'rollup';

/** Bundles a file, and minifies what comes of it. */
export type Bundler = (file: string) => Promise<string>;

/** What is left outside of a bundle: Node's modules, and the peers, which are their users' own. */
export const isOutside: RegExp = /^(?:node:.*|rxjs|fast-check)$/;

export const bundlers: Readonly<Record<'esbuild' | 'rollup', Bundler>> = {
  async esbuild(file: string): Promise<string> {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      external: ['node:*', 'rxjs', 'fast-check'],
    });
    return outputFiles[0]?.text ?? '';
  },

  async rollup(file: string): Promise<string> {
    const bundle = await rollup({
      input: file,
      external: (id) => isOutside.test(id),
      plugins: [nodeResolve()],
      onLog: (_level, { message }) => {
        throw new Error(message);
      },
    });
    const { output } = await bundle.generate({ format: 'es' });
    await bundle.close();
    const { code } = await transform(output[0].code, {
      minify: true,
      format: 'esm',
      target: 'es2022',
    });
    return code;
  },
};
