/** The command line, as a function and as a process. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inspect } from 'millrace/maxprocs';
import { expect } from 'chai';
import { main } from '../../lib/cli/main.ts';
import { removeMachines, v2, type Machine } from '../maxprocs/support/machine.ts';
import { sourceFlags } from '../support/source-flags.ts';

const TOP = '/sys/fs/cgroup';

/** A group of three CPUs within one of one and a half, on a machine of eight. */
function nested(): Machine {
  return v2('/a/b', {
    [`${TOP}/a/cpu.max`]: '150000 100000\n',
    [`${TOP}/a/b/cpu.max`]: '300000 100000\n',
  });
}

const run = (line: string, env: { [name: string]: string } = {}): ReturnType<typeof main> =>
  main(line.split(' '), env);

describe('millrace maxprocs', () => {
  after(removeMachines);

  it('prints what was found, and why', () => {
    const { status, stdout, stderr } = run(`maxprocs --root ${nested().root}`);
    expect([status, stderr]).to.deep.equal([0, '']);
    expect(stdout.split('\n')).to.deep.equal([
      'GOMAXPROCS 1',
      `because    a quota of 1.5 CPUs in ${TOP}/a/cpu.max, rounded down`,
      'rule       millrace',
      'affinity   8 CPUs',
      `limits     3 CPUs in ${TOP}/a/b/cpu.max (cgroup v2)`,
      `           1.5 CPUs in ${TOP}/a/cpu.max (cgroup v2)`,
      '',
    ]);
  });

  it('prints the same for programs', () => {
    const { root } = nested();
    const found = JSON.parse(run(`maxprocs --json --root=${root}`).stdout) as object;
    expect(found).to.deep.equal({
      gomaxprocs: 1,
      environment: null,
      rule: 'millrace',
      ...inspect({ root }),
    });
  });

  it('says null where there is no quota, and none where there are no limits', () => {
    const { root } = v2('/g', {});
    const found = JSON.parse(run(`maxprocs --json --root ${root}`).stdout) as object;
    expect(found).to.deep.include({
      quota: null,
      limits: [],
      procs: 8,
      cpus: 8,
    });
    expect(run(`maxprocs --root ${root}`).stdout).to.contain('\nlimits     none\n');
  });

  it('goes by the rule and the hierarchy that are asked for', () => {
    const procs = (options: string): string =>
      run(`maxprocs --root ${nested().root} ${options}`).stdout.split('\n')[0] ?? '';
    expect(procs('--rule go')).to.equal('GOMAXPROCS 3');
    expect(procs('--rule=go --hierarchy=all')).to.equal('GOMAXPROCS 2');
    expect(procs('--rule automaxprocs')).to.equal('GOMAXPROCS 3');
    expect(procs('--hierarchy leaf')).to.equal('GOMAXPROCS 3');
  });

  it('says so when the environment decides', () => {
    const { stdout } = run(`maxprocs --root ${nested().root}`, {
      GOMAXPROCS: '5',
    });
    expect(stdout).to.match(
      /^GOMAXPROCS 5\nbecause {4}the environment says so; by the rule .* be 1, /,
    );
    const json = run(`maxprocs --json --root ${nested().root}`, {
      GOMAXPROCS: '5',
    }).stdout;
    expect(JSON.parse(json)).to.deep.include({
      gomaxprocs: 5,
      environment: 5,
      procs: 1,
    });
    const ignored = run(`maxprocs --root ${nested().root}`, {
      GOMAXPROCS: 'five',
    }).stdout;
    expect(ignored).to.match(/^GOMAXPROCS 1\n/);
  });

  it('says what it could not read; under automaxprocs that is a failure', () => {
    const { root } = v2('/g', { [`${TOP}/g/cpu.max`]: 'rubbish\n' });
    expect(run(`maxprocs --root ${root}`)).to.deep.include({
      status: 0,
      stderr: '',
    });
    expect(run(`maxprocs --root ${root}`).stdout).to.contain(
      `\nbut        ${TOP}/g/cpu.max: malformed\n`,
    );
    expect(run(`maxprocs --rule automaxprocs --root ${root}`)).to.deep.equal({
      status: 1,
      stdout: '',
      stderr: 'millrace maxprocs: strconv.Atoi: parsing "rubbish": invalid syntax\n',
    });
  });

  it('refuses what it does not know', () => {
    const wrong: { [line: string]: string } = {
      'maxprocs --jsno': 'millrace maxprocs: unknown option --jsno; see millrace maxprocs --help\n',
      'maxprocs now': 'millrace maxprocs: unexpected argument now; see',
      'maxprocs -j': 'millrace maxprocs: unexpected argument -j; see',
      'maxprocs --json=yes': 'millrace maxprocs: option --json takes no value; see',
      'maxprocs --root': 'millrace maxprocs: option --root needs a value; see',
      'maxprocs --rule go --rule go': 'millrace maxprocs: option --rule is given twice; see',
      'maxprocs --rule uber': 'millrace maxprocs: rule: one of millrace, go, automaxprocs was',
      'maxprocs --hierarchy up': 'millrace maxprocs: hierarchy: all or leaf was expected',
      maxproc: 'millrace maxproc: unknown command; see millrace help\n',
      toString: 'millrace toString: unknown command; see millrace help\n',
    };
    for (const [line, text] of Object.entries(wrong)) {
      const { status, stdout, stderr } = run(line);
      expect([status, stdout], line).to.deep.equal([2, '']);
      expect(stderr).to.contain(text);
    }
  });
});

describe('millrace', function () {
  this.timeout(20_000);

  it('says what it can do', () => {
    for (const line of ['help', '--help', '-h']) {
      expect(run(line)).to.deep.include({ status: 0, stderr: '' });
      expect(run(line).stdout).to.match(/^usage: .*\n\n {2}maxprocs +how many/);
    }
    expect(main([], {})).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: run('help').stdout,
    });
    expect(run('maxprocs --jsno --help').stdout).to.match(/^usage: millrace maxprocs /);
  });

  it('is a program, with its exit status', async () => {
    const start = (...args: string[]): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [...sourceFlags, 'lib/cli.ts', ...args]);
    const { stdout } = await start('maxprocs', '--json');
    expect(JSON.parse(stdout)).to.deep.include({
      procs: inspect().procs,
      rule: 'millrace',
    });
    const failure = await start('maxproc').catch((error: unknown) => error);
    expect(failure).to.include({ code: 2, stdout: '' });
    expect(failure).to.have.property('stderr').that.contains('unknown command');
  });
});
