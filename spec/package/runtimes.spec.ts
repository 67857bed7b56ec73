import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { pageSpecs } from '../../scripts/runtimes/browser-page.mjs';
import { cannot, nodeOnly, notInPages } from '../../scripts/runtimes/left-out.mjs';
import { different, table } from '../../scripts/runtimes/row.mjs';
import { allSpecs, portableSpecs } from '../../scripts/runtimes/specs.mjs';

describe('the table of runtimes', () => {
  it('leaves out no file that is not there, and says why', () => {
    const files = allSpecs();
    for (const path of [...Object.keys(nodeOnly), ...Object.keys(notInPages)]) {
      expect(
        files.some((file) => file.startsWith(path)),
        path,
      ).to.equal(true);
    }
    for (const { file, why } of cannot) {
      expect(portableSpecs(), `${file} is left out altogether`).to.include(file);
      expect(why.length).to.be.above(10);
    }
  });

  it('runs most files everywhere', () => {
    expect(portableSpecs().length).to.be.above(0.8 * allSpecs().length);
  });

  it('knows of every file whether a page can run it', async () => {
    const { files, others } = await pageSpecs();
    expect(files.length).to.be.above(0.6 * allSpecs().length);
    expect([...others.keys()]).to.include('spec/async-context/carry.spec.ts');
    expect(files).to.include('spec/streams/from-iterable.spec.ts');
  });

  it('finds what did not run, what ran and should not, and what ran too seldom', () => {
    expect(different(['a', 'b', 'b'], ['b', 'b', 'a'])).to.deep.equal([]);
    expect(different(['a', 'b', 'b'], ['b', 'c'])).to.deep.equal([
      'did not run: a',
      'did not run: b',
      'ran, and should not: c',
    ]);
    expect(different(['a'], ['a (used 0.5 CPUs of 1)'])).to.deep.equal([]);
  });

  it('has a row for each, red if anything is wrong', () => {
    const green = {
      runtime: 'Node 20',
      version: '20.1.0',
      engine: 'V8',
      passed: 3,
      failed: 0,
      skipped: 0,
      seconds: 1,
      faults: [],
    };
    const red = { ...green, runtime: 'Bun', faults: ['did not run: a'] };
    const gone = { ...green, runtime: 'Firefox', absent: 'not on the PATH' };
    const [, , ...lines] = table([green, red, gone]).split('\n');
    expect(lines.map((line) => line.split('|').at(-2)?.trim())).to.deep.equal([
      'green',
      'FAILED',
      'absent: not on the PATH',
    ]);
  });

  it('has its runtimes pinned, in a folder of their own', () => {
    expect(readdirSync('scripts/runtimes')).to.include.members([
      'package.json',
      'package-lock.json',
    ]);
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync('scripts/runtimes/package.json', 'utf8'),
    ) as Record<string, Record<string, string>>;
    for (const version of Object.values({ ...dependencies, ...optionalDependencies })) {
      expect(version).to.match(/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/);
    }
    expect(existsSync('docs/runtimes.md')).to.equal(true);
  });
});
