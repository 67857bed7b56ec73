/** Go's rule and ours beside each other, on the same machines. */
import { inspect, quota, type RuleName } from 'millrace/maxprocs';
import { expect } from 'chai';
import { Machine, removeMachines, v1, v1Files, v2 } from './support/machine.ts';

const TOP = '/sys/fs/cgroup';

function procs(machine: Machine, rule: RuleName): number {
  return inspect({ rule, root: machine.root }).procs;
}

function reason(machine: Machine): string {
  return inspect({ root: machine.root }).reason;
}

/** One process in a group of version 2 with this limit. */
function limited(cpuMax: string, cpus: number = 8): Machine {
  return v2('/g', { [`${TOP}/g/cpu.max`]: cpuMax }, cpus);
}

describe('the rule go', () => {
  after(removeMachines);
  const go = (quota: number, cpus: number = 8): number =>
    procs(limited(`${String(quota)} 100000\n`, cpus), 'go');

  it('rounds up, to 2 at least and to the CPUs there are at most [GM-03] [GM-04]', () => {
    const worked = [50_000, 100_000, 150_000, 200_001, 250_000, 299_999, 300_000, 900_000];
    expect(worked.map((quota) => go(quota))).to.deep.equal([2, 2, 2, 3, 3, 3, 3, 8]);
    expect(go(300_000, 2)).to.equal(2);
    expect(go(300_000, 1)).to.equal(1);
    expect(procs(limited('max 100000\n'), 'go')).to.equal(8);
  });

  it('takes a quota of 0 and one of -1 for limits, as Go does [GM-30] [GM-33]', () => {
    expect(procs(v1('/g', v1Files(`${TOP}/cpu/g`, 0)), 'go')).to.equal(2);
    expect(procs(v1('/g', v1Files(`${TOP}/cpu/g`, -1)), 'go')).to.equal(8);
    expect(go(-1)).to.equal(2);
  });

  it('takes a period of 0 for no limit [GM-32]', () => {
    expect(procs(limited('100000 0\n'), 'go')).to.equal(8);
    expect(procs(v1('/g', v1Files(`${TOP}/cpu/g`, 100_000, 0)), 'go')).to.equal(8);
  });

  it('reads the own group alone; the ones around it only if asked [GM-05]', () => {
    const machine = v2('/a/b', {
      [`${TOP}/a/cpu.max`]: '200000 100000\n',
      [`${TOP}/a/b/cpu.max`]: '500000 100000\n',
    });
    const { root } = machine;
    expect(inspect({ rule: 'go', root }).procs).to.equal(5);
    expect(inspect({ rule: 'go', root, hierarchy: 'all' }).procs).to.equal(2);
  });

  it('reads v1 and v2 files where the group is; a missing one is no limit [GM-29]', () => {
    expect(procs(v1('/g', v1Files(`${TOP}/cpu/g`, 300_000)), 'go')).to.equal(3);
    expect(procs(limited('300000 100000\n'), 'go')).to.equal(3);
    expect(procs(v1('/g', {}), 'go')).to.equal(8);
    expect(procs(v2('/g', {}), 'go')).to.equal(8);
  });

  it('matches the root of a mount, which Go 1.25 did not [GM-25]', () => {
    const machine = new Machine({
      cgroup: '0::/pod/leaf\n',
      mountinfo:
        `25 21 0:22 /other /mnt rw - cgroup2 cgroup2 rw\n` +
        `26 21 0:22 /pod /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n`,
      files: {
        '/mnt/pod/leaf/cpu.max': '200000 100000\n',
        [`${TOP}/leaf/cpu.max`]: '300000 100000\n',
      },
    });
    expect(procs(machine, 'go')).to.equal(3);
  });

  it('is right on a hybrid host [GF-29]', () => {
    const machine = new Machine({
      cgroup: '3:cpuset:/\n2:cpuacct:/\n1:cpu:/\n0::/\n',
      mountinfo:
        '31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n' +
        '32 30 0:28 / /sys/fs/cgroup/cpuacct rw - cgroup cgroup rw,cpuacct\n' +
        '33 30 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n',
      files: v1Files(`${TOP}/cpu`, -1),
      cpus: 2,
    });
    expect(procs(machine, 'go')).to.equal(2);
    machine.cpus(1);
    expect(procs(machine, 'go')).to.equal(1);
  });
});

describe('the rule millrace', () => {
  after(removeMachines);
  const own = (machine: Machine): number => procs(machine, 'millrace');
  const found = (machine: Machine): unknown => quota({ root: machine.root });

  it('rounds down, to 1 at least and to the CPUs there are at most', () => {
    const worked = ['50000', '100000', '150000', '250000', '299999', '300000', '900000', 'max'];
    const numbers = worked.map((quota) => own(limited(`${quota} 100000\n`)));
    expect(numbers).to.deep.equal([1, 1, 1, 2, 2, 3, 8, 8]);
    expect(own(limited('300000 100000\n', 2))).to.equal(2);
  });

  it('takes the tightest limit of all around it, v2', () => {
    const machine = v2('/a/b/c', {
      [`${TOP}/a/cpu.max`]: '150000 100000\n',
      [`${TOP}/a/b/cpu.max`]: 'max 100000\n',
      [`${TOP}/a/b/c/cpu.max`]: '300000 100000\n',
    });
    const { limits, quota, procs, reason } = inspect({ root: machine.root });
    expect(limits.map(({ cpus, path }) => [cpus, path])).to.deep.equal([
      [3, `${TOP}/a/b/c/cpu.max`],
      [1.5, `${TOP}/a/cpu.max`],
    ]);
    expect(quota).to.deep.equal({ cpus: 1.5, version: 2, path: `${TOP}/a/cpu.max` });
    expect(procs).to.equal(1);
    expect(reason).to.equal(`a quota of 1.5 CPUs in ${TOP}/a/cpu.max, rounded down`);
    expect(inspect({ root: machine.root, hierarchy: 'leaf' }).procs).to.equal(3);
  });

  it('takes the tightest limit of all around it, v1', () => {
    const machine = v1('/a/b', {
      ...v1Files(`${TOP}/cpu`, -1),
      ...v1Files(`${TOP}/cpu/a`, 250_000),
      ...v1Files(`${TOP}/cpu/a/b`, -1),
    });
    expect(found(machine)).to.deep.equal({
      cpus: 2.5,
      version: 1,
      path: `${TOP}/cpu/a/cpu.cfs_quota_us`,
    });
    expect(own(machine)).to.equal(2);
  });

  it('reads the leaf through a mount of it over the other, and the rest elsewhere', () => {
    const machine = new Machine({
      cgroup: '0::/a/leaf\n',
      mountinfo:
        '24 22 0:21 / /sys rw - sysfs sysfs rw\n' +
        `30 24 0:26 / ${TOP} rw - cgroup2 cgroup2 rw\n` +
        `41 30 0:26 /a/leaf ${TOP} rw - cgroup2 cgroup2 rw\n` +
        '42 24 0:26 / /mnt/groups rw - cgroup2 cgroup2 rw\n',
      files: {
        [`${TOP}/cpu.max`]: '150000 100000\n',
        // Of a group that has the same names inside of it; nobody may take it for ours.
        [`${TOP}/a/leaf/cpu.max`]: '10000 100000\n',
      },
    });
    expect(found(machine)).to.deep.equal({ cpus: 1.5, version: 2, path: `${TOP}/cpu.max` });
    machine.write('/mnt/groups/a/cpu.max', '120000 100000\n');
    expect(found(machine)).to.deep.include({ cpus: 1.2, path: '/mnt/groups/a/cpu.max' });
  });

  it('does not read what a later mount hides', () => {
    const machine = new Machine({
      cgroup: '3:cpu:/g\n',
      mountinfo:
        `30 24 0:26 / ${TOP} rw - tmpfs tmpfs rw\n` +
        `31 30 0:27 / ${TOP}/cpu rw - cgroup cgroup rw,cpu\n` +
        `40 30 0:28 / ${TOP} rw - tmpfs tmpfs rw\n`,
      files: v1Files(`${TOP}/cpu/g`, 100_000),
    });
    expect(found(machine)).to.equal(undefined);
    expect(reason(machine)).to.contain('no mount shows the cgroup');
  });

  it('counts the limit of a group around the namespace, though it cannot see its own', () => {
    const machine = new Machine({
      cgroup: '0::/\n',
      mountinfo: `30 24 0:26 /../.. ${TOP} rw - cgroup2 cgroup2 rw\n`,
      files: { [`${TOP}/cpu.max`]: '200000 100000\n' },
    });
    expect(own(machine)).to.equal(2);
    expect(reason(machine)).to.match(/; .*no mount shows the cgroup itself, only one around it$/);
  });

  it('finds a group by its bytes, and shows it as text', () => {
    const bytes = Buffer.from('/gruppe ä\\', 'utf8').toString('latin1');
    const machine = v2(bytes, { [`${TOP}${bytes}/cpu.max`]: '200000 100000\n' });
    expect(found(machine)).to.deep.include({ path: `${TOP}/gruppe ä\\/cpu.max` });
  });

  it('lives with the mounts of namespaces, whose roots are no paths', () => {
    const machine = limited('200000 100000\n');
    machine.write(
      '/proc/self/mountinfo',
      '90 22 0:4 net:[4026532281] /run/netns/a rw - nsfs nsfs rw\n' +
        `30 24 0:26 / ${TOP} rw - cgroup2 cgroup2 rw\n`,
    );
    expect(own(machine)).to.equal(2);
  });

  it('says which won, and in which words', () => {
    expect(reason(limited('max 100000\n'))).to.equal(
      'no CPU quota, and the affinity mask allows 8 CPUs',
    );
    expect(reason(limited('300000 100000\n', 2))).to.equal(
      `the affinity mask allows 2 CPUs, less than a quota of 3 CPUs in ${TOP}/g/cpu.max`,
    );
    expect(reason(limited('200000 100000\n'))).to.equal(`a quota of 2 CPUs in ${TOP}/g/cpu.max`);
    expect(reason(limited('50000 100000\n'))).to.equal(
      `a quota of 0.5 CPUs in ${TOP}/g/cpu.max, and never below 1`,
    );
  });
});

/** Every malformed kind of the checklist, as a machine, with what our reason names. */
const malformed: [what: string, machine: () => Machine, names: RegExp][] = [
  ...['', '0\n', '0:\n', '0::\n', '0::a\n', '\n', `0::/${'a'.repeat(4097)}\n`].map(
    (cgroup): (typeof malformed)[number] => [
      `cgroup ${JSON.stringify(cgroup.slice(0, 10))}`,
      () => withFile('/proc/self/cgroup', cgroup),
      /\/proc\/self\/cgroup: (malformed|not in a cgroup|path too long)/,
    ],
  ),
  ...[
    '',
    '22',
    '22 1 8:1',
    '22 1 8:1 /',
    '22 1 8:1 / /cgroup',
    '22 1 8:1 / /cgroup rw',
    '22 1 8:1 / /cgroup rw -',
    '22 1 8:1 / /cgroup rw - ',
    '22 1 8:1 / /cgroup rw - cgroup2',
    '22 1 8:1 a /cgroup rw - cgroup2 cgroup rw',
    `30 24 0:26 / ${TOP}/\\1 rw - cgroup2 cgroup2 rw`,
  ].map((line): (typeof malformed)[number] => [
    `mountinfo ${JSON.stringify(line)}`,
    () => withFile('/proc/self/mountinfo', `${line}\n30 24 0:26 / ${TOP} rw - cgroup2 c rw\n`),
    /mountinfo: malformed|invalid path escape/,
  ]),
  ...['', '500000\n', '500000 100000', '500000us 100000\n', '500000 100000us\n', '1 0\n'].map(
    (text): (typeof malformed)[number] => [
      `cpu.max ${JSON.stringify(text)}`,
      () => withFile(`${TOP}/g/cpu.max`, text),
      /cpu\.max: (malformed|1 of 0 is no limit)/,
    ],
  ),
  ...['500000', '123max\n', '1000 5000\n', ''].map((text): (typeof malformed)[number] => [
    `cpu.cfs_quota_us ${JSON.stringify(text)}`,
    () => {
      const machine = v1('/g', v1Files(`${TOP}/cpu/g`, 100_000));
      machine.write(`${TOP}/cpu/g/cpu.cfs_quota_us`, text);
      return machine;
    },
    /cpu\.cfs_quota_us: malformed/,
  ]),
];

function withFile(path: string, text: string): Machine {
  const machine = limited('300000 100000\n');
  machine.write(path, text);
  return machine;
}

describe('malformed files', () => {
  after(removeMachines);

  for (const [what, machine, names] of malformed) {
    it(`are no limit, and ours says why: ${what} [GM-10]`, () => {
      const { root } = machine();
      expect(inspect({ rule: 'go', root })).to.deep.include({ quota: undefined, procs: 8 });
      const ours = inspect({ root });
      expect(ours).to.deep.include({ quota: undefined, procs: 8, limits: [] });
      expect(ours.reason).to.match(names);
    });
  }

  it('that are not there at all are no limit [GM-10]', () => {
    for (const file of ['cgroup', 'mountinfo']) {
      const machine = limited('300000 100000\n');
      machine.remove(`/proc/self/${file}`);
      expect(procs(machine, 'go')).to.equal(8);
      expect(procs(machine, 'millrace')).to.equal(8);
      expect(reason(machine)).to.contain(`open /proc/self/${file}: no such file or directory`);
    }
  });

  it('leave the limits around them in force', () => {
    const machine = v2('/a/b', {
      [`${TOP}/a/cpu.max`]: '200000 100000\n',
      [`${TOP}/a/b/cpu.max`]: 'rubbish\n',
    });
    expect(procs(machine, 'millrace')).to.equal(2);
    expect(reason(machine)).to.match(/^a quota of 2 CPUs in .*; .*\/a\/b\/cpu\.max: malformed$/);
  });
});

describe('options of quota and inspect', () => {
  it('are refused when unknown or impossible', () => {
    const bad: [object, string][] = [
      [{ rul: 'go' }, 'unknown option: rul'],
      [{ rule: 'uber' }, 'rule: one of millrace, go, automaxprocs was expected'],
      [{ rule: 'toString' }, 'rule: one of'],
      [{ hierarchy: 'parents' }, 'hierarchy: all or leaf was expected'],
      [{ root: '' }, 'root: a folder was expected'],
      [{ min: 1.5 }, 'min: a whole number was expected'],
      [{ round: 'floor' }, 'round: a function was expected'],
    ];
    for (const [options, text] of bad) {
      expect(() => inspect(options))
        .to.throw(text)
        .with.property('code', 'MISUSE');
      expect(() => quota(options)).to.throw(text);
    }
    expect(() => inspect(null as never)).to.throw('options: an object was expected');
    const { root } = limited('300000 100000\n');
    expect(() => inspect({ root, round: () => NaN })).to.throw('round: a number was expected');
  });
});
