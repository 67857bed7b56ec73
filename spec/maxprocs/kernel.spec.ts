/**
 * A real kernel: makes groups of cgroup v1, starts a process in each, and holds what it says of
 * itself against what the kernel gave it. It needs root and the hierarchy; where it has not got
 * them, the title says so.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import {
  hierarchies,
  inside,
  insideProgram,
  limit,
  shellIn,
  type Inside,
} from './support/groups.ts';
import { ALL, ready, scenarios } from './support/scenarios.ts';

const at = hierarchies();

describe(`a real kernel's groups${typeof at === 'string' ? `: left out, ${at}` : ''}`, function () {
  this.timeout(120_000);

  before(function () {
    if (typeof at === 'string') this.skip();
  });
  after(() => {
    if (typeof at !== 'string') at.remove();
  });

  for (const [title, { groups, prepare = '', truth, procs, cpus = ALL }] of Object.entries(
    scenarios,
  )) {
    it(title, async function () {
      if (typeof at === 'string' || (title.includes('cpuset') && at.cpuset === undefined)) {
        return this.skip();
      }
      const made = groups(at);
      const told: Inside = await inside(made, ready(prepare, made, at));
      expect(told.quota, told.reason).to.equal(truth);
      expect(told.cpus).to.equal(cpus);
      expect([told.millrace, told.go, told.automaxprocs]).to.deep.equal(procs);
      // The kernel keeps a limit to the period: one may have begun before, one may end after.
      const most = Math.min(truth ?? cpus, cpus);
      expect(told.used * told.periods).to.be.below(most * (told.periods + 2));
      this.test!.title += ` (used ${told.used.toFixed(2)} CPUs of ${String(most)})`;
    });
  }

  it('a namespace without a mount of its own: out of sight, and ours says so', async function () {
    if (typeof at === 'string') return this.skip();
    const told = await inside([at.limited('blind', 0.5)], 'exec unshare -C NODE');
    expect(told.quota).to.equal(null);
    expect(told.reason).to.contain('no mount shows the cgroup itself, only one around it');
  });

  it('are followed as they change: none, 3, 1, 3, none; once set, no longer [GF-27]', async function () {
    if (typeof at === 'string') return this.skip();
    const group = at.limited('live', null);
    const { GOMAXPROCS: _, ...env } = process.env;
    const child = spawn('sh', shellIn([group], '', [...insideProgram, 'follow']), {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const line = async (): Promise<string> => String((await lines.next()).value);
    const ask = async (text: string | number): Promise<[procs: number, ms: number]> => {
      child.stdin.write(`${String(text)}\n`);
      const [, procs, ms] = (await line()).split(' ').map(Number);
      return [procs ?? NaN, ms ?? NaN];
    };
    expect(Number(await line())).to.equal(ALL);
    const waits: number[] = [];
    for (const cpus of [3, 1, 3, null, 1]) {
      limit(group, cpus);
      const wanted = Math.min(ALL, cpus ?? ALL);
      const [procs, ms] = await ask(wanted);
      expect(procs, `with a limit of ${String(cpus)}`).to.equal(wanted);
      waits.push(ms);
    }
    expect(Math.max(...waits)).to.be.below(2000);
    await ask('freeze');
    limit(group, null);
    expect((await ask('look'))[0]).to.equal(3);
    limit(group, 1);
    expect((await ask('look'))[0]).to.equal(3);
    child.stdin.end();
    await once(child, 'close');
    this.test!.title += ` (after ${String(Math.max(...waits))} ms at most)`;
  });
});
