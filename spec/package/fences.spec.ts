import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/**
 * Elsewhere the programs of the documents run from the sources. Here they run with what is published:
 * the build renames properties, and what it renames wrongly no spec of the sources can see.
 */
describe('the programs of the documents, with the built package', function () {
  this.timeout(60_000);

  before(() => {
    const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale']);
    expect(status).to.equal(0);
  });

  it('print what they print from the sources', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--import=./spec/support/loader.mjs',
        'node_modules/mocha/bin/mocha.js',
        '--no-config',
        '--reporter=json',
        '--timeout=20000',
        '--grep=^docs .* runs$',
        'spec/docs.spec.ts',
      ],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const { stats, failures } = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as {
      stats: { passes: number };
      failures: { title: string; err: { message: string } }[];
    };
    expect(failures.map(({ title, err }) => `${title}: ${err.message}`)).to.deep.equal([]);
    expect(stats.passes).to.be.above(150);
  });
});
