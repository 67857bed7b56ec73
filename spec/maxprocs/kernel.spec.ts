/**
 * A real kernel: makes groups of cgroup v1, starts a process in each, and holds what it says of
 * itself against what the kernel gave it. It needs root and the hierarchy; where it has not got
 * them, the title says so.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { commandIn, Hierarchies, inside, limit, type Inside } from './support/groups.ts';

const ALL = cpus().length;

/** How a process comes to be in its groups, and what is true there. */
interface Scenario {
  readonly groups: (at: Hierarchies) => string[];
  /** Shell, with the process itself for `NODE`; `CPU` is the mount, `GROUP` the first group. */
  readonly prepare?: string;
  /** The quota, null for none, and what the three rules make of it. */
  readonly truth: number | null;
  readonly procs: [millrace: number, go: number, automaxprocs: number];
  /** How many CPUs it may run on. */
  readonly cpus?: number;
}

const two = Math.min(2, ALL);

const scenarios: { [title: string]: Scenario } = {
  'no quota': {
    groups: (at) => [at.limited('none', null)],
    truth: null,
    procs: [ALL, ALL, ALL],
  },
  'a quota of 0.5': {
    groups: (at) => [at.limited('half', 0.5)],
    truth: 0.5,
    procs: [1, two, 1],
  },
  'a quota of 1.5': {
    groups: (at) => [at.limited('more', 1.5)],
    truth: 1.5,
    procs: [1, two, 1],
  },
  'a group without one in a group of 0.5, which only ours sees': {
    groups: (at) => [at.limited('leaf', null, at.limited('outer', 0.5))],
    truth: 0.5,
    procs: [1, ALL, ALL],
  },
  'a group of 0.5 in one of 1.5': {
    groups: (at) => [at.limited('tight', 0.5, at.limited('wide', 1.5))],
    truth: 0.5,
    procs: [1, two, 1],
  },
  'a group bound over the mount, which Go misses': {
    groups: (at) => [at.limited('bound', 0.5)],
    prepare: "exec unshare -m sh -c \"mount --bind 'GROUP' 'CPU' && exec NODE\"",
    truth: 0.5,
    procs: [1, ALL, 1],
  },
  'a cgroup namespace with a mount of its own, as in a container': {
    groups: (at) => [at.limited('space', 0.5)],
    prepare:
      "exec unshare -m -C sh -c \"umount 'CPU' && mount -t cgroup -o cpu none 'CPU' && exec NODE\"",
    truth: 0.5,
    procs: [1, two, 1],
  },
  'a cpuset of one CPU': {
    groups: (at) => [
      at.make(at.cpuset ?? '', 'one', { 'cpuset.mems': 0, 'cpuset.cpus': 0 }),
      at.limited('in-cpuset', null),
    ],
    truth: null,
    procs: [1, 1, 1],
    cpus: 1,
  },
  'an affinity of one CPU': {
    groups: (at) => [at.limited('pinned', 1.5)],
    prepare: 'exec taskset -c 0 NODE',
    truth: 1.5,
    procs: [1, 1, 1],
    cpus: 1,
  },
};

/** Opens the hierarchies, or says why that cannot be. */
function hierarchies(): Hierarchies | string {
  try {
    return new Hierarchies();
  } catch (error) {
    return (error as Error).message;
  }
}

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
      const ready = prepare.replace('GROUP', made[0] ?? '').replaceAll('CPU', at.cpu);
      const told: Inside = await inside(made, ready);
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
    const child = spawn('sh', commandIn([group], '', 'follow'), {
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
