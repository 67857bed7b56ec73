import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { importsOf } from '../support/imports.ts';
import { compile, hosts, resolutions, sources, type Host } from './consumer/compile.ts';
import type { Resolution } from './consumer/compile.ts';

/** `npm run consumers` asks older ones too, and each of them in everything. */
const compilers = [
  { name: 'TypeScript 6', tsc: 'node_modules/typescript/bin/tsc', hosts: ['nothing'] },
  { name: 'TypeScript 7', tsc: 'node_modules/typescript7/bin/tsc', hosts: Object.keys(hosts) },
];

describe('the typings, seen by a consumer', function () {
  this.timeout(120_000);

  it('are used, those of every entry', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: object };
    const entries = Object.keys(exports)
      .filter((entry) => entry !== './package.json')
      .map((entry) => join('millrace', entry));
    const used = new Set(hosts.Node.files.flatMap((file) => importsOf(`${sources}/${file}.ts`)));
    expect([...used]).to.include.members(entries);
  });

  for (const resolution of Object.keys(resolutions) as Resolution[]) {
    for (const { name, tsc, hosts: asked } of compilers) {
      for (const host of asked as Host[]) {
        it(`compile under ${name}, ${resolution}, with the types of ${host}, as .mts and .cts`, () =>
          compile(resolve(tsc), resolution, host));
      }
    }
  }
});
