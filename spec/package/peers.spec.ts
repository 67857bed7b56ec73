import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  peerDependencies: Record<string, string>;
};

/** An optional peer is not installed by itself: who imports the entry that wants it has to be told. */
describe('the peers of the package', () => {
  const [, install = ''] = /^## Install$([^]*?)^## /m.exec(readFileSync('README.md', 'utf8')) ?? [];

  for (const [name, range] of Object.entries(peerDependencies)) {
    const [, major = ''] = /^\^(\d+)\./.exec(range) ?? [];
    it(`${name} stands where the README says how to install, with its major version`, () => {
      expect(install).to.match(new RegExp(`\\b${name} ${major}\\b`, 'i'));
    });
  }

  it('of its tests stand where the tour uses them first', () => {
    const step = readFileSync('docs/tour/10-testing.md', 'utf8');
    expect(step.slice(0, step.indexOf('```ts'))).to.include('npm install --save-dev fast-check');
  });
});
