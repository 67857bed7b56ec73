import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { filesBelow, importsOf } from '../support/imports.ts';
import { packed, type Packed } from '../support/packed.ts';

type Target = string | { [condition: string]: Target };
type Manifest = { exports: Record<string, Target>; main: string; types: string };

const run = promisify(execFile);

/** The paths at the leaves of an exports map. */
function leaves(target: Target): string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(leaves);
}

describe('the tarball', function () {
  this.timeout(120_000);
  let pack: Packed;
  let manifest: Manifest;

  before(() => {
    pack = packed();
    manifest = JSON.parse(readFileSync(join(pack.root, 'package.json'), 'utf8')) as Manifest;
  });

  it('passes publint, strictly', async () => {
    const file = readFileSync(pack.tarball);
    const tarball = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
    expect(messages.map((message) => formatMessage(message, pkg))).to.deep.equal([]);
  });

  it('has types that match its code for every way to resolve it', async () => {
    const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js';
    const flags = ['--profile', 'node16', '--no-definitely-typed', '--format', 'ascii'];
    const { stdout } = await run(process.execPath, [attw, pack.tarball, ...flags]).catch(
      (error: { stdout: string }) => {
        throw new Error(`attw found a fault:\n${error.stdout}`);
      },
    );
    for (const entry of Object.keys(manifest.exports)) {
      expect(stdout).to.contain(`"${posix.join('millrace', entry)}"`);
    }
  });

  it('holds every target of its exports', () => {
    const targets = Object.values(manifest.exports).flatMap(leaves);
    expect(targets).to.have.length.above(10);
    for (const target of [...targets, manifest.main, manifest.types]) {
      expect(existsSync(join(pack.root, target)), target).to.equal(true);
    }
  });

  it('holds the code, its sources and the papers, and nothing else', () => {
    const top = new Set(filesBelow(pack.root, '').map((path) => path.split('/')[0]));
    const papers = ['CHANGELOG.md', 'LICENSE', 'README.md', 'docs', 'package.json'];
    expect([...top]).to.have.members(['dist', 'lib', ...papers]);
  });

  it('names no folder of the machine that built it', () => {
    const here = process.cwd();
    for (const path of filesBelow(pack.root, '')) {
      expect(readFileSync(join(pack.root, path), 'utf8').includes(here), path).to.equal(false);
    }
  });

  it('imports nothing outside of itself, but for what an entry is about', () => {
    const dist = join(pack.root, 'dist');
    const files = filesBelow(dist, '.js', '.cjs', '.d.ts', '.d.cts');
    expect(files).to.include.members(['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts']);
    const foreign = files.flatMap((file) =>
      importsOf(join(dist, file))
        .filter((name) => !name.startsWith('./') && !name.startsWith('../'))
        .filter((name) => name !== 'fast-check' || !file.startsWith('testing'))
        .filter((name) => name !== 'rxjs' || !file.startsWith('rxjs'))
        .filter((name) => !name.startsWith('node:') || !/^cli\b.*js$/.test(file))
        .filter((name) => name !== 'node:async_hooks' || !/^async-context.*js$/.test(file))
        .map((name) => `${file} imports ${name}`),
    );
    expect(foreign).to.deep.equal([]);
  });
});
