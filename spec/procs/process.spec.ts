import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { sourceFlags } from '../support/source-flags.ts';
import { work } from './support/counted.ts';

describe('a process with Procs', () => {
  it('lives as long as a call is under way, and no longer', async () => {
    const main = fileURLToPath(new URL('./fixtures/keeps-alive.ts', import.meta.url));
    // It rejects unless the process ends by itself, and with status 0.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...sourceFlags, main, work.href],
      { timeout: 15_000 },
    );
    expect(stdout).to.equal('all are answered\nand one that nobody waited for\n');
  });
});
