import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../docs/.vitepress/playground/compile.ts';
import { shown } from '../support/terminal.ts';

const folder = new URL('../../docs/.vitepress/playground/examples/', import.meta.url);
const names = readdirSync(folder);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** What each must print: an example that shows nothing shows nobody anything. */
const prints: Readonly<Record<string, RegExp>> = {
  'deadlock.ts':
    /^fatal error: all goroutines are asleep - deadlock![^]*main\.ts:13\n[^]*exit status 2/,
  'mutex.ts': /^without a lock 10\nwith a mutex 30\n$/,
  'panic.ts': /nobody looks at me[^]*exit status 1/,
  'pipeline.ts': /^1\n4\n9\n$/,
  'prime-sieve.ts': /^2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n$/,
  'select-timeout.ts': /^here it is\ntoo late\n$/,
  'worker-pool.ts': /^job 1: 1\njob 2: 4\njob 3: 9\njob 4: 16\njob 5: 25\n$/,
};

describe('the examples of the playground', () => {
  const outputs = new Map<string, Promise<string>>();
  before(() => {
    for (const name of names) outputs.set(name, shown(read(name)));
  });

  it('are all here', () => expect(names).to.have.members(Object.keys(prints)));

  for (const name of names) {
    it(`${name} compiles, no line moved, and prints what it says`, async () => {
      const program = read(name);
      const module = await compile(program, 'http://127.0.0.1/millrace/');
      expect(module.split('\n')).to.have.length(program.split('\n').length);
      expect(await outputs.get(name)).to.match(prints[name] ?? /never/);
    });
  }
});
