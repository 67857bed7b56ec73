import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packed } from '../support/packed.ts';

describe('the program in the package', function () {
  this.timeout(120_000);

  it('runs as npx runs it', () => {
    const { consumer, root } = packed();
    const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      bin: { millrace: string };
    };
    const program = join(root, bin.millrace);
    expect(readFileSync(program, 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(program).isFile()).to.equal(true);
    const args = [program, 'maxprocs', '--json'];
    const found = execFileSync(process.execPath, args, { encoding: 'utf8', cwd: consumer });
    const keys = 'gomaxprocs environment rule procs quota limits cpus reason'.split(' ');
    expect(JSON.parse(found)).to.have.keys(keys);
  });

  it('is the rule that the package names, when that is imported for its effect', () => {
    const { consumer } = packed();
    const source = `
      console.error = console.log;
      process.env.GOMAXPROCS = 'as is';
      await import('millrace/automaxprocs');
    `;
    const flags = ['--input-type=module', '--eval', source];
    const said = execFileSync(process.execPath, flags, { encoding: 'utf8', cwd: consumer });
    expect(said).to.equal('maxprocs: Honoring GOMAXPROCS="as is" as set in environment\n');
  });
});
