/** The rule of automaxprocs, on the fixtures of its own tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, quota, QuotaError, type Quota } from 'millrace/maxprocs';
import { expect } from 'chai';
import { automaxprocsRule, translate } from '../../lib/maxprocs/automaxprocs-rule.ts';
import { Fault } from '../../lib/maxprocs/fault.ts';
import { hostAt } from '../../lib/maxprocs/host.ts';
import { Machine, removeMachines, v1, v1Files, v2, type Files } from './support/machine.ts';

const rule = 'automaxprocs';
const CPU = '/sys/fs/cgroup/cpu';

function found(machine: Machine): Quota | undefined {
  return quota({ rule, root: machine.root });
}

/** The fraction alone. */
function cpus(machine: Machine): number | undefined {
  return found(machine)?.cpus;
}

function fails(machine: Machine, text: string | RegExp): void {
  expect(() => found(machine))
    .to.throw(QuotaError, text)
    .with.property('code', 'CPU_QUOTA');
}

describe('automaxprocs: version 1', () => {
  after(removeMachines);
  const files = (quota: string | null, period: string | null): Files => ({
    ...(quota === null ? {} : { [`${CPU}/g/cpu.cfs_quota_us`]: quota }),
    ...(period === null ? {} : { [`${CPU}/g/cpu.cfs_period_us`]: period }),
  });

  it('divides the quota by the period [AM-11]', () => {
    const machine = v1('/g', files('600000\n', '100000\n'));
    expect(found(machine)).to.deep.equal({
      cpus: 6,
      version: 1,
      path: `${CPU}/g/cpu.cfs_quota_us`,
    });
  });

  it('finds nothing in a quota or a period that is not above zero [AM-11]', () => {
    expect(cpus(v1('/g', files('-1\n', '100000\n')))).to.equal(undefined);
    expect(cpus(v1('/g', files('0\n', '100000\n')))).to.equal(undefined);
    expect(cpus(v1('/g', files('600000\n', '0\n')))).to.equal(undefined);
    // Nobody looks for the period when there is no quota.
    expect(cpus(v1('/g', files('-1\n', null)))).to.equal(undefined);
  });

  it('finds nothing without the controller cpu [AM-10]', () => {
    const mountinfo = '31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n';
    expect(cpus(new Machine({ cgroup: '4:memory:/\n', mountinfo }))).to.equal(undefined);
  });

  it('fails where a file is not there, empty, or no number [AM-11]', () => {
    fails(v1('/g', files('800000\n', null)), /cpu\.cfs_period_us: no such file or directory$/);
    fails(v1('/g', files(null, null)), /cpu\.cfs_quota_us: no such file or directory$/);
    fails(v1('/g', files('', '100000\n')), 'unexpected EOF');
    fails(v1('/g', files('\n', '100000\n')), 'strconv.Atoi: parsing "": invalid syntax');
    fails(
      v1('/g', files('non-an-integer\n', '100000\n')),
      'strconv.Atoi: parsing "non-an-integer": invalid syntax',
    );
    fails(v1('/g', files('9223372036854775808', '1')), 'value out of range');
  });

  it('reads the first line alone, with or without its end [AM-11]', () => {
    expect(cpus(v1('/g', files('600000', '100000\nmore\n')))).to.equal(6);
  });
});

describe('automaxprocs: version 2', () => {
  after(removeMachines);
  const one = (text: string): Machine => v2('/g', { '/sys/fs/cgroup/g/cpu.max': text });

  it('takes a quota with a period or without [AM-09]', () => {
    expect(found(one('250000 100000\n'))).to.deep.equal({
      cpus: 2.5,
      version: 2,
      path: '/sys/fs/cgroup/g/cpu.max',
    });
    expect(cpus(one('500000\n'))).to.equal(5);
    expect(cpus(one('\t250000   100000 '))).to.equal(2.5);
  });

  it('finds nothing in max, and where there is no file [AM-08] [AM-09]', () => {
    expect(cpus(one('max 100000\n'))).to.equal(undefined);
    expect(cpus(v2('/g', {}))).to.equal(undefined);
  });

  it('fails for everything else [AM-09]', () => {
    fails(one('asdf 100000\n'), 'parsing "asdf": invalid syntax');
    fails(one('500000 njn\n'), 'parsing "njn": invalid syntax');
    fails(one(''), 'unexpected EOF');
    fails(one('\n'), /^invalid format$/);
    fails(one('250000 100000 100\n'), /^invalid format$/);
    fails(one('250000 0\n'), 'zero value for period is not allowed');
  });

  it('fails for a file that cannot be read [AM-09]', () => {
    const machine = v2('/g', {});
    mkdirSync(join(machine.root, 'sys/fs/cgroup/g/cpu.max'), { recursive: true });
    fails(machine, 'open /sys/fs/cgroup/g/cpu.max: is a directory');
  });
});

const PROC = `1 0 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro,data=reordered
5 4 0:4 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:5 - tmpfs tmpfs ro,mode=755
`;

/** The folders that the rule looks in; the process's own group is the first. */
function leaf(machine: Machine): string | undefined {
  const folders = automaxprocsRule.locate(hostAt(machine.root).read);
  if (folders instanceof Fault) throw new QuotaError(folders.text);
  return folders[0]?.path;
}

describe('automaxprocs: where groups are', () => {
  after(removeMachines);

  it('is version 2 if that is mounted at /sys/fs/cgroup, root or not [AM-07] [AM-08]', () => {
    const on = (point: string, type: string, root: string = '/'): string =>
      `${PROC}34 33 0:29 ${root} ${point} rw,nosuid shared:10 - ${type} cgroup rw,nsdelegate\n`;
    const at = (mountinfo: string, cgroup: string): string | undefined =>
      leaf(new Machine({ mountinfo, cgroup }));
    expect(at(on('/sys/fs/cgroup', 'cgroup2'), '0::/')).to.equal('/sys/fs/cgroup');
    expect(at(on('/sys/fs/cgroup', 'cgroup2'), '0::/Example')).to.equal('/sys/fs/cgroup/Example');
    expect(at(on('/sys/fs/cgroup', 'cgroup2', '/Example'), '0::/Example')).to.equal(
      '/sys/fs/cgroup/Example',
    );
    // Otherwise it is version 1, in which there is no group with the controller.
    expect(at(on('/sys/fs/cgroup/unified', 'cgroup2'), '0::/')).to.equal(undefined);
    expect(at(on('/sys/fs/foo', 'foo'), '0::/')).to.equal(undefined);
    expect(at(on('/sys/fs/cgroup', 'cgroup2'), '1::/')).to.equal(undefined);
    expect(() => at(on('/sys/fs/cgroup', 'cgroup2'), '0\\using\\colons\\/')).to.throw(
      String.raw`invalid format for CGroupSubsys: "0\\using\\colons\\/"`,
    );
    expect(() => leaf(new Machine({ cgroup: '0::/\n' }))).to.throw(
      'open /proc/self/mountinfo: no such file or directory',
    );
    expect(() => leaf(new Machine({ mountinfo: PROC }))).to.throw(
      'open /proc/self/cgroup: no such file or directory',
    );
  });

  it('is version 1 in a hybrid, where the other is elsewhere [AM-07]', () => {
    const machine = new Machine({
      cgroup: '1:cpu:/\n0::/\n',
      mountinfo:
        `${PROC}34 33 0:29 / /sys/fs/cgroup/unified rw shared:10 - cgroup2 cgroup2 rw\n` +
        '44 33 0:39 / /sys/fs/cgroup/cpu,cpuacct rw shared:21 - cgroup cgroup rw,cpu,cpuacct\n',
      files: v1Files('/sys/fs/cgroup/cpu,cpuacct', 150_000),
    });
    expect(cpus(machine)).to.equal(1.5);
  });

  it('follows each v1 mount to its group; the last one counts [AM-10]', () => {
    const docker = `${PROC}6 5 0:5 / /sys/fs/cgroup/cpuset rw shared:6 - cgroup cgroup rw,cpuset
7 5 0:6 /docker /sys/fs/cgroup/cpu,cpuacct rw shared:7 - cgroup cgroup rw,cpu,cpuacct
8 5 0:7 /docker /sys/fs/cgroup/memory rw shared:8 - cgroup cgroup rw,memory
`;
    const cgroup = '3:memory:/docker/large\n2:cpu,cpuacct:/docker\n1:cpuset:/\n';
    expect(leaf(new Machine({ cgroup, mountinfo: docker }))).to.equal('/sys/fs/cgroup/cpu,cpuacct');
    const twice = `${docker}9 5 0:6 / /mnt rw - cgroup cgroup rw,cpu\n`;
    expect(leaf(new Machine({ cgroup, mountinfo: twice }))).to.equal('/mnt/docker');
  });

  it('fails for a group that a mount does not show, be it of another controller [AM-10]', () => {
    const mountinfo = `31 23 0:24 / /sys/fs/cgroup/cpu rw shared:1 - cgroup cgroup rw,cpu
32 23 0:25 /docker/0123456789abcdef /sys/fs/cgroup/cpuacct rw shared:2 - cgroup cgroup rw,cpuacct
`;
    const machine = new Machine({ cgroup: '1:cpu:/docker\n2:cpuacct:/docker\n', mountinfo });
    fails(
      machine,
      'path "/docker" is not a descendant of mount point root "/docker/0123456789abcdef" and ' +
        'cannot be exposed from "/sys/fs/cgroup/cpuacct"',
    );
  });

  it('translates what lies in the root and nothing else [AM-10]', () => {
    const root = '/docker/0123456789abcdef';
    const to = (path: string): unknown => translate(path, root, '/mnt');
    expect(to(root)).to.equal('/mnt');
    expect(to(`${root}/`)).to.equal('/mnt');
    expect(to(`${root}/large/one`)).to.equal('/mnt/large/one');
    const outside = ['/', '/docker', `${root}0`, `${root}/../x`, '/user.slice', 'docker', ''];
    for (const path of outside) expect(to(path), path).to.be.instanceOf(Fault);
  });

  it('fails for any malformed line [AM-12]', () => {
    const cgroups = ['1:cpu:/cpu\ninvalid-line:\n', 'x:cpu:/\n', '\n', '1:cpu\n'];
    for (const cgroup of cgroups) {
      expect(() => leaf(new Machine({ cgroup, mountinfo: PROC })), cgroup).to.throw(QuotaError);
    }
    const mounts = [
      '1 0 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1\n',
      '1 0 8:1 / / rw,noatime - ext4 /dev/sda1 rw\n'.replace(' - ', ' '),
      'x 0 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1 rw\n',
      '1 y 8:1 / / rw,noatime shared:1 - ext4 /dev/sda1 rw\n',
      '1 0 8:1 / / rw,noatime shared:1 master:2 ext4 /dev/sda1 rw\n',
      '1 0 8:1 / / rw,noatime shared:1 master:2 x - ext4 /dev/sda1\n',
      '\n',
    ];
    for (const line of mounts) {
      const machine = new Machine({ cgroup: '1:cpu:/\n', mountinfo: PROC + line });
      expect(() => leaf(machine), line).to.throw(QuotaError, /MountPoint|Atoi/);
    }
  });

  it('lets a path have colons, options blanks, and decodes no escape [AM-12]', () => {
    const mountinfo =
      `${PROC}50 5 0:50 / /mnt/c rw,noatime - 9p drvfs rw,dirsync,aname=drvfs;path=C:\\;uid=0 x y\n` +
      '51 5 0:51 / /sys/fs/cg\\040cpu rw,noatime - cgroup cgroup rw,cpu\n';
    const machine = new Machine({ cgroup: '1:cpu:/a:b\n', mountinfo });
    expect(leaf(machine)).to.equal('/sys/fs/cg\\040cpu/a:b');
  });
});

describe('automaxprocs: the number', () => {
  after(removeMachines);
  const procs = (cpuMax: string, options: object = {}): number => {
    const machine = v2('/g', { '/sys/fs/cgroup/g/cpu.max': cpuMax }, 4);
    return inspect({ rule, root: machine.root, ...options }).procs;
  };

  it('is rounded down, at least 1, and not held to the CPUs there are [AM-06]', () => {
    expect(procs('270000 100000\n')).to.equal(2);
    expect(procs('50000 100000\n')).to.equal(1);
    expect(procs('4200000 100000\n')).to.equal(42);
  });

  it('can be rounded otherwise, and have another least [AM-05]', () => {
    expect(procs('270000 100000\n', { round: Math.ceil })).to.equal(3);
    expect(procs('270000 100000\n', { round: undefined })).to.equal(2);
    expect(procs('50000 100000\n', { min: 5 })).to.equal(5);
    expect(procs('50000 100000\n', { min: -1 })).to.equal(1);
  });

  it('comes from the own group alone; all around it only if asked [AM-13]', () => {
    const machine = v2('/a/b', {
      '/sys/fs/cgroup/a/cpu.max': '100000 100000\n',
      '/sys/fs/cgroup/a/b/cpu.max': '300000 100000\n',
    });
    expect(inspect({ rule, root: machine.root }).procs).to.equal(3);
    expect(inspect({ rule, root: machine.root, hierarchy: 'all' }).procs).to.equal(1);
  });
});
