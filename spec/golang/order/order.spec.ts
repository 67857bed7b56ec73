import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { run } from 'millrace';
import { names, said } from './programs.ts';

/** What Go said, as `check.mjs --record` wrote it down. */
const recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as {
  go: string;
  rows: Record<string, string>;
};

/** The default order of generator goroutines is that of Go's js/wasm build: one FIFO. */
describe(`the order of goroutines, as ${recorded.go} has it`, () => {
  it('was recorded for every program [OR-06]', () => {
    expect(recorded.go).to.match(/^go1\.\d+(\.\d+)? js\/wasm$/);
    expect(Object.keys(recorded.rows)).to.have.members(names);
  });

  for (const name of names) {
    it(`${name} [OR-02, OR-06, SC-03]`, async () => {
      expect(await said(name)).to.equal(recorded.rows[name]);
    });
  }

  it('is the same each time, and under run [OR-06]', async () => {
    for (let i = 0; i < 3; i++) {
      const under = await run(async () => {
        const all: Record<string, string> = {};
        for (const name of names) all[name] = await said(name);
        return all;
      });
      expect(recorded.rows).to.include(under);
    }
  });
});
