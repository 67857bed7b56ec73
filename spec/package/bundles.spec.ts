import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { importsIn, importsOf } from '../support/imports.ts';
import { packed } from '../support/packed.ts';
import { bundlers } from './bundles/bundlers.ts';
import { judge, marksIn, place } from './bundles/judge.ts';
import { marks, programs, type Mark } from './bundles/programs.ts';

type Target = { import: { default: string; types: string }; require: { default: string } };

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, Target>;
};
const entries = Object.keys(exports)
  .filter((path) => path !== './package.json')
  .map((path) => ({ path, entry: join('millrace', path) }));

/** The packages that a file of the tarball needs, itself or by what it imports. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const name of importsOf(file)) {
    if (!name.startsWith('.')) packages.add(name);
    else {
      const types = /\.d\.c?ts$/.exec(file);
      const path = join(dirname(file), types ? name.replace(/\.(c?)js$/, '.d.$1ts') : name);
      for (const found of packagesOf(path, seen)) packages.add(found);
    }
  }
  return packages;
}

describe('a bundle of the package', function () {
  this.timeout(120_000);

  for (const program of programs) {
    for (const bundler of ['esbuild', 'rollup'] as const) {
      it(`has what it needs, and no more: ${program.name}, ${bundler}`, async () => {
        const { bytes, faults } = await judge(program, bundler, bundlers[bundler]);
        expect(faults).to.deep.equal([]);
        expect(bytes).to.be.above(0);
      });
    }
  }

  describe('of all of an entry', () => {
    const wholes = new Map<string, string>();

    before(async () => {
      for (const { entry } of entries) {
        const source = `import * as all from '${entry}'; console.log(all);`;
        wholes.set(entry, await bundlers.esbuild(place(entry, source)));
      }
    });

    for (const name of Object.keys(marks) as Mark[]) {
      it(`has the mark by which others are known to lack it: ${name}`, () => {
        expect(marksIn(wholes.get(marks[name].entry) ?? '')).to.include(name);
      });
    }

    for (const { path, entry } of entries) {
      it(`asks for RxJS if that is what it is about, and else not: ${entry}`, () => {
        const wanted = entry === 'millrace/rxjs' ? ['rxjs'] : [];
        const isRxJS = (name: string): boolean => /^rxjs(?:\/|$)/.test(name);
        const code = wholes.get(entry) ?? '';
        expect(code).to.not.equal('');
        expect([...new Set(importsIn(code))].filter(isRxJS)).to.deep.equal(wanted);
        const target = exports[path] as Target;
        for (const file of [target.import.default, target.import.types, target.require.default]) {
          const packages = packagesOf(join(packed().root, file));
          expect([...packages].filter(isRxJS), file).to.deep.equal(wanted);
        }
      });
    }
  });
});
