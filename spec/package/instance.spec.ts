import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { packed } from '../support/packed.ts';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: object };

/** All that have names, but for those that need a package more. */
const entries = Object.keys(exports)
  .filter((entry) => !['./package.json', './testing', './rxjs', './automaxprocs'].includes(entry))
  .map((entry) => join('millrace', entry));

/** Runs a CommonJS program in a project that depends on the package; gives what it printed. */
function output(source: string): string {
  const { consumer } = packed();
  const program = join(consumer, 'program.cjs');
  writeFileSync(program, source);
  return execFileSync(process.execPath, [program], { encoding: 'utf8', cwd: consumer }).trim();
}

/** A program that says whether `require` and `import` give the same. */
function comparison(entry: string): string {
  return `
    const required = require('${entry}');
    import('${entry}').then((imported) => {
      const names = Object.keys(imported).filter((name) => name !== 'module.exports');
      const twice = names.filter((name) => imported[name] !== required[name]);
      console.log(names.length > 0 && twice.length === 0 ? 'one' : 'two: ' + twice);
    });
  `;
}

/**
 * The scheduler is state of the process: two instances would be two run queues, and `instanceof`
 * would fail between them.
 */
describe('the package in one process', function () {
  this.timeout(120_000);

  for (const entry of entries) {
    it(`is the same instance by require and by import: ${entry}`, () => {
      expect(output(comparison(entry))).to.equal('one');
    });
  }

  it('is the same instance for millrace/rxjs too, where there is RxJS', () => {
    const peer = join(packed().consumer, 'node_modules', 'rxjs');
    symlinkSync(resolve('node_modules/rxjs'), peer, 'junction');
    try {
      expect(output(comparison('millrace/rxjs'))).to.equal('one');
    } finally {
      rmSync(peer);
    }
  });

  it('shares its classes between its entries', () => {
    const same = output(`
      console.log(require('millrace').WaitGroup === require('millrace/sync').WaitGroup);
    `);
    expect(same).to.equal('true');
  });

  it('works as CommonJS where a loader knows nothing newer', () => {
    const got = output(`
      const { Channel, go } = require('./node_modules/millrace/dist/index.cjs');
      const channel = new Channel();
      go(function* () { yield* channel.send('through'); });
      channel.recv().then((received) => console.log(received.value));
    `);
    expect(got).to.equal('through');
  });
});
