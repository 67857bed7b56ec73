import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import * as millrace from 'millrace';
import { inspect } from 'millrace/maxprocs';
import * as runtime from 'millrace/runtime';
import { expect } from 'chai';
import { sourceFlags } from '../support/source-flags.ts';

/** What a program prints that runs in a process of its own. */
async function output(source: string, env: { [name: string]: string } = {}): Promise<string> {
  const args = [...sourceFlags, '--input-type=module', '--eval', source];
  const { GOMAXPROCS: _, ...rest } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...rest, ...env },
  });
  return stdout.trim();
}

describe('millrace/runtime', function () {
  this.timeout(20_000);

  it('has the functions of the core under their names in Go', () => {
    const { goexit, gosched, numGoroutine } = millrace;
    expect(runtime).to.include({ goexit, gosched, numGoroutine });
  });

  it('counts the CPUs that there are, whatever their quota [GM-06]', () => {
    expect(runtime.numCPU()).to.equal(inspect().cpus).and.to.be.at.least(availableParallelism());
    expect(runtime.numCPU()).to.equal(runtime.numCPU());
  });

  it('goes by our own rule unless told otherwise, and sets back what was set [GM-01] [GM-08]', () => {
    expect(runtime.gomaxprocs()).to.equal(inspect().procs);
    expect(runtime.gomaxprocs(7)).to.equal(inspect().procs);
    expect(runtime.gomaxprocs()).to.equal(7);
    expect(runtime.gomaxprocs(-1)).to.equal(7);
    runtime.setDefaultGOMAXPROCS();
    expect(runtime.gomaxprocs(0)).to.equal(inspect().procs);
    expect(() => runtime.gomaxprocs(1.5))
      .to.throw()
      .with.property('code', 'MISUSE');
  });

  it('reads GOMAXPROCS once, at the start [GM-02]', async () => {
    const source = `
      import { gomaxprocs, setDefaultGOMAXPROCS } from 'millrace/runtime';
      process.env.GOMAXPROCS = '6';
      console.log(gomaxprocs() === 5);
      setDefaultGOMAXPROCS();
      console.log(gomaxprocs() < 5 || gomaxprocs() > 6);
    `;
    const text = await output(source, { GOMAXPROCS: '5' });
    expect(text.split('\n')[0]).to.equal('true');
  });

  it('works where there is no Node: CPUs are what the navigator says [GM-10]', async () => {
    const source = `
      const { process } = globalThis;
      delete globalThis.process;
      Object.defineProperty(globalThis, 'navigator', { value: { hardwareConcurrency: 12 } });
      const { gomaxprocs, numCPU } = await import('millrace/runtime');
      const { inspect, quota } = await import('millrace/maxprocs');
      await import('millrace/automaxprocs');
      const { reason, procs } = inspect();
      console.log(numCPU(), gomaxprocs(), procs, quota(), reason);
    `;
    expect(await output(source)).to.equal(
      '12 12 12 undefined no CPU quota, and the affinity mask allows 12 CPUs; this host has no cgroups',
    );
  });

  it('can be imported where the environment and files are not for everybody', async () => {
    const source = `
      const { process } = globalThis;
      const refuse = () => { throw new Error('not permitted'); };
      globalThis.process = new Proxy(process, {
        get: (target, key) =>
          key === 'env' ? refuse() : key === 'getBuiltinModule' ? refuse : target[key],
      });
      const { gomaxprocs } = await import('millrace/runtime');
      const { inspect, set } = await import('millrace/maxprocs');
      const { procs, reason } = inspect();
      set({ rule: 'millrace' })();
      console.log(procs === gomaxprocs(), reason);
    `;
    expect(await output(source)).to.match(/^true no CPU quota, .*: this host has no files$/);
  });

  it('does not keep a process alive for those who watch', async () => {
    const source = `
      import { governor } from './lib/maxprocs/governor.ts';
      governor.watch(() => {});
      governor.check();
      console.log('over');
    `;
    expect(await output(source)).to.equal('over');
  });
});

describe("import 'millrace/automaxprocs'", function () {
  this.timeout(20_000);

  it('sets GOMAXPROCS when it is imported, and says so on stderr [AM-01] [AM-02]', async () => {
    const source = `
      console.error = console.log;
      await import('millrace/automaxprocs');
    `;
    expect(await output(source, { GOMAXPROCS: '' })).to.equal(
      'maxprocs: Honoring GOMAXPROCS="" as set in environment',
    );
    expect(await output(source)).to.match(
      /^maxprocs: (Leaving GOMAXPROCS=\d+: CPU quota undefined|Updating GOMAXPROCS=\d+: .*)$/,
    );
  });
});
