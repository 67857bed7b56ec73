import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { bundle, programs } from '../../scripts/consumers/bundle.ts';
import { packed } from '../support/packed.ts';

/** `npm run consumers` has webpack too, and the compilers. */
describe('bundles of the package', function () {
  this.timeout(60_000);

  for (const name of ['esbuild', 'rollup']) {
    it(`by ${name} have what is used, not what is not, and run`, async () => {
      const seen: string[] = [];
      for await (const { what, faults } of bundle([name])) {
        expect(faults, what).to.deep.equal([]);
        seen.push(what);
      }
      expect(seen).to.have.length(Object.keys(programs).length);
    });
  }

  it('hold RxJS in its own entry alone', () => {
    const dist = join(packed().root, 'dist');
    const asks = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|cjs|d\.ts|d\.cts)$/.test(file))
      .filter((file) =>
        /(?:from|import|require)\s*\(?['"]rxjs/.test(readFileSync(join(dist, file), 'utf8')),
      )
      .map((file) => file.replaceAll('\\', '/'));
    expect(asks).to.include('rxjs/to-observable.js');
    expect(asks.filter((file) => !/^(rxjs[./]|types\/)/.test(file))).to.deep.equal([]);
  });
});
