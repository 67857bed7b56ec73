/** Where Go is missing or too old, one line says so, and nothing passes that was not done. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sourceFlags } from '../../support/source-flags.ts';

const few = ['--programs', '3', '--equal', '3'];

/** What `npm run oracle` prints where nothing is on the PATH but what is in this folder. */
function oracle(path: string, ...args: string[]): { status: number | null; output: string } {
  const check = 'spec/golang/oracle/check.ts';
  const env = { ...process.env, PATH: path };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...sourceFlags, check, ...args], {
    encoding: 'utf8',
    env,
  });
  return { status, output: stdout + stderr };
}

describe('the oracle, without its Go', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-no-go-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('says that it is missing, and what is checked nevertheless', () => {
    const { status, output } = oracle(folder, ...few);
    expect(output).to.match(/^skipped: the Go oracle \(go is not on the PATH\)\n/);
    expect(output).to.not.match(/^ {2}Go:/m);
    expect(output).to.match(/ours: \d+ runs in both forms, 0 outcomes outside the model/);
    expect(output).to.match(/equality: 3 programs in both forms/);
    expect(output).to.not.match(/^order:/m);
    expect(status).to.equal(0);
  });

  it('says that it is too old', () => {
    const go = join(folder, 'go');
    writeFileSync(go, '#!/bin/sh\necho go1.24.3\n');
    chmodSync(go, 0o755);
    const { output } = oracle(folder, ...few);
    expect(output).to.match(/^skipped: the Go oracle \(go1\.24\.3 is older than go1\.25\)\n/);
  });

  it('records nothing', () => {
    const { status, output } = oracle(folder, '--record');
    expect(status).to.not.equal(0);
    expect(output).to.contain('without Go there is nothing to record');
  });
});
