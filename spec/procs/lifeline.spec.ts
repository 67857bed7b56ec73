import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sourceFlags } from '../support/source-flags.ts';

const program = fileURLToPath(new URL('./fixtures/waits.ts', import.meta.url));

function ends(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...sourceFlags, program, ...args],
    {
      encoding: 'utf8',
      timeout: 15_000,
    },
  );
  return { status, stdout, stderr };
}

describe('a process that waits for a thread with no call under way', () => {
  it('goes on while a goroutine lives there', () => {
    expect(ends('start', 'run')).to.deep.include({ status: 0, stdout: 'late\n' });
  });

  it('ends when nobody does, under run with the report of a deadlock', () => {
    expect(ends('hold')).to.deep.include({ status: 0, stdout: '' });
    const { status, stderr } = ends('hold', 'run');
    expect(status).to.equal(2);
    expect(stderr)
      .to.match(/all goroutines are asleep - deadlock!/)
      .and.to.contain('on channel out');
  });
});
