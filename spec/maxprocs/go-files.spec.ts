/** The files as Go reads them: the fixtures of Go's own tests of its parsers. */
import { expect } from 'chai';
import { unescape } from '../../lib/maxprocs/escape.ts';
import { Fault } from '../../lib/maxprocs/fault.ts';
import { v1Number, v2Bandwidth } from '../../lib/maxprocs/limits.ts';
import { firstMembership, listed } from '../../lib/maxprocs/membership.ts';
import { firstFolder } from '../../lib/maxprocs/mounts.ts';
import { escape } from './support/escape.ts';

const LARGEST = '9223372036854775807';

function faulty(value: unknown, of: string): void {
  expect(value, JSON.stringify(of.slice(0, 60))).to.be.instanceOf(Fault);
}

describe('a v1 number', () => {
  it('is decimal, of 64 bits, and has its newline [GF-01] [GM-30]', () => {
    expect(v1Number('-1\n')).to.equal(-1);
    expect(v1Number('500000\n')).to.equal(500_000);
    expect(v1Number(`${LARGEST}\n`)).to.equal(Number(LARGEST));
  });

  it('is nothing else [GF-02]', () => {
    const bad = ['500000', '123max\n', '1000 5000\n', '', '\n', '0x10\n', '9223372036854775808\n'];
    for (const text of bad) faulty(v1Number(text), text);
  });
});

describe('a v2 limit', () => {
  const cpus = (text: string): unknown => {
    const found = v2Bandwidth(text);
    return found instanceof Fault || found === null ? found : found.quota / found.period;
  };

  it('may be max [GF-03] [GM-31]', () => {
    expect(cpus('max 100000\n')).to.equal(null);
  });

  it('is a quota over a period [GF-04]', () => {
    expect(cpus('500000 100000\n')).to.equal(5);
    expect(cpus('50000 100000\n')).to.equal(0.5);
    expect(cpus('250000 100000\n')).to.equal(2.5);
    expect(cpus(`${LARGEST} ${LARGEST}\n`)).to.equal(1);
  });

  it('is nothing else, and no longer than 63 bytes [GF-05]', () => {
    const bad = ['500000 100000', '500000\n', '500000us 100000\n', '500000 100000us\n', ''];
    for (const text of [...bad, `500000 100000\n${' '.repeat(50)}`]) faulty(cpus(text), text);
  });
});

describe('/proc/self/cgroup, read by Go', () => {
  const v1 = '2:cpu,cpuacct:/a/b/cpu\n1:blkio:/a/b/blkio\n';

  it('gives the group with the controller cpu [GF-06]', () => {
    expect(firstMembership(v1)).to.deep.equal({ version: 1, path: '/a/b/cpu' });
  });

  it('gives the group of version 2 where that is all [GF-07]', () => {
    expect(firstMembership('0::/a/b/c\n')).to.deep.equal({ version: 2, path: '/a/b/c' });
  });

  it('prefers version 1, wherever it stands [GF-08] [GM-20]', () => {
    for (const text of [`${v1}0::/a/b/v2\n`, `0::/a/b/v2\n${v1}`]) {
      expect(firstMembership(text)).to.deep.equal({ version: 1, path: '/a/b/cpu' });
    }
  });

  it('has neither an overlong path nor an overlong line, and is not empty [GF-09]', () => {
    const long = `/${'a'.repeat(4096)}`;
    for (const text of ['', `0::${long}\n`, `0:${'a'.repeat(65_536)}:/\n`]) {
      faulty(firstMembership(text), text);
    }
    expect(firstMembership(`0::${long.slice(0, 4096)}\n`)).to.not.be.instanceOf(Fault);
  });

  it('looks for cpu among the controllers, whole [GF-10] [GF-11]', () => {
    for (const list of ['', ',', 'memory,cpuacct,block'])
      expect(listed(list, 'cpu')).to.equal(false);
    for (const list of ['cpu', 'memory,cpu', 'cpu,memory', 'memory,cpu,block']) {
      expect(listed(list, 'cpu')).to.equal(true);
    }
  });

  it('is at fault as a whole for a malformed line; a path may have colons [GM-21]', () => {
    for (const line of ['', '0', '0:', '0::', '0::a']) {
      faulty(firstMembership(`${line}\n0::/fine\n`), line);
    }
    faulty(firstMembership('0::/no-end'), '0::/no-end');
    expect(firstMembership('0::/a:b::c\n')).to.deep.equal({ version: 2, path: '/a:b::c' });
  });
});

const BASE = `22 1 8:1 / / rw,relatime - ext4 /dev/root rw
20 22 0:19 / /proc rw,nosuid,nodev,noexec - proc proc rw
21 22 0:20 / /sys rw,nosuid,nodev,noexec - sysfs sysfs rw
`;
const mount = (root: string, point: string, kind: string): string =>
  `25 21 0:22 ${root} ${point} rw,nosuid shared:4 - ${kind}\n`;
const V2 = 'cgroup2 cgroup2 rw';
const v1 = (controllers: string): string => `cgroup cgroup rw,${controllers}`;

const HYBRID =
  BASE +
  mount('/', '/sys/fs/cgroup', V2) +
  mount('/', '/sys/fs/cgroup/memory', v1('memory')) +
  mount('/', '/sys/fs/cgroup/cpu', v1('cpu,cpuacct')) +
  mount('/', '/sys/fs/cgroup/cpuset', v1('cpuset'));

describe('/proc/self/mountinfo, read by Go', () => {
  const on2 = (text: string, path: string): unknown => firstFolder(text, { version: 2, path });
  const on1 = (text: string, path: string): unknown => firstFolder(text, { version: 1, path });

  it('finds the v1 mount with the controller cpu [GF-12] [GM-22]', () => {
    const text =
      BASE +
      ['memory', 'io', 'cpu,cpuacct', 'net', 'cpuset']
        .map((c) => mount('/', `/sys/fs/cgroup/${c.split(',')[0] ?? ''}`, v1(c)))
        .join('');
    expect(on1(text, '/')).to.equal('/sys/fs/cgroup/cpu');
  });

  it('finds the one v2 mount [GF-13]', () => {
    expect(on2(BASE + mount('/', '/sys/fs/cgroup', V2), '/')).to.equal('/sys/fs/cgroup');
  });

  it('finds either where there are both [GF-14]', () => {
    expect(on1(HYBRID, '/')).to.equal('/sys/fs/cgroup/cpu');
    expect(on2(HYBRID, '/')).to.equal('/sys/fs/cgroup');
  });

  it('decodes a mount point [GF-15] [GM-26]', () => {
    const text = BASE + mount('/', '/sys/fs/cgroup/tab\\011tab', V2);
    expect(on2(text, '/')).to.equal('/sys/fs/cgroup/tab\ttab');
  });

  it('bears a very long line of another mount [GF-16] [GM-27]', () => {
    const overlay = mount('/', '/merged', `overlay overlay rw,lowerdir=/a${':/b'.repeat(40_000)}`);
    expect(on2(BASE + overlay + mount('/', '/sys/fs/cgroup', V2), '/')).to.equal('/sys/fs/cgroup');
  });

  it('knows all bytes, and how long a path may be [GF-17]', () => {
    const path = String.fromCharCode(...Array.from({ length: 4090 }, (_, i) => i % 256));
    const text = BASE + mount('/', `/sys/${escape(path)}`, V2);
    expect(on2(text, '/')).to.equal(`/sys/${path}`);
    faulty(on2(text, '/container'), 'too long');
  });

  it('takes the first mount whose root holds the group [GF-18] [GM-23]', () => {
    const text =
      BASE +
      mount('/sand', '/unrelated/cgroup1', V2) +
      mount('/stone', '/unrelated/cgroup2', V2) +
      mount('/sandbox/container/group', '/sys/fs/cgroup/mygroup', V2) +
      mount('/sandbox', '/sys/fs/cgroup', V2) +
      mount('/', '/ignored/second/match', V2);
    expect(on2(text, '/sandbox/container')).to.equal('/sys/fs/cgroup/container');
  });

  it('decodes a root [GF-19]', () => {
    const text = BASE + mount('/tab\\011tab', '/sys/fs/cgroup', V2);
    expect(on2(text, '/tab\ttab/container')).to.equal('/sys/fs/cgroup/container');
  });

  it('keeps the whole group under the root / [GF-20]', () => {
    const text = BASE + mount('/', '/sys/fs/cgroup', V2);
    expect(on2(text, '/sandbox/container')).to.equal('/sys/fs/cgroup/sandbox/container');
  });

  it('does the same for v1 [GF-21]', () => {
    const cpu = v1('cpu,cpuacct');
    const text =
      BASE +
      mount('/sandbox', '/sys/fs/cgroup', V2) +
      mount('/sandbox', '/sys/fs/cgroup/memory', v1('memory')) +
      mount('/sand', '/unrelated/cgroup1', cpu) +
      mount('/stone', '/unrelated/cgroup2', cpu) +
      mount('/sandbox', '/sys/fs/cgroup/cpu', cpu) +
      mount('/sandbox/container/group', '/sys/fs/cgroup/cpu/mygroup', cpu) +
      mount('/', '/ignored/second/match', cpu);
    expect(on1(text, '/sandbox/container')).to.equal('/sys/fs/cgroup/cpu/container');
  });

  it('skips a mount that the group lies outside of [GF-22] [GF-23] [GM-24]', () => {
    const text =
      BASE + mount('/../../..', '/mnt', V2) + mount('/../../../..', '/sys/fs/cgroup', V2);
    expect(on2(text, '/../../../../init.scope')).to.equal('/sys/fs/cgroup/init.scope');
    expect(on2(text, '/../../../..')).to.equal('/sys/fs/cgroup');
    faulty(on2(text, '/../../../../../out'), 'outside of all');
  });

  it('fails on a bad escape in the mount that counts, and only there [GF-24]', () => {
    faulty(on1(BASE + mount('/\\1', '/sys/fs/cgroup/cpu', v1('cpu')), '/'), 'root');
    faulty(on1(BASE + mount('/', '/sys/fs/cgroup/\\1', v1('cpu')), '/'), 'mount point');
    const elsewhere = mount('/\\1', '/sys/fs/cgroup/\\1', v1('memory'));
    const text = BASE + elsewhere + mount('/', '/cpu', v1('cpu'));
    expect(on1(text, '/')).to.equal('/cpu');
  });

  it('is at fault for a malformed line before the mount [GM-28]', () => {
    const lines = [
      '',
      '22',
      '22 1 8:1',
      '22 1 8:1 /',
      '22 1 8:1 / /cgroup',
      '22 1 8:1 / /cgroup rw',
      '22 1 8:1 / /cgroup rw -',
      '22 1 8:1 / /cgroup rw - ',
      '22 1 8:1 / /cgroup rw - cgroup',
      '22 1 8:1 / /cgroup rw - cgroup cgroup',
      '22 1 8:1 a /cgroup rw - cgroup cgroup cpu',
    ];
    const good = mount('/', '/sys/fs/cgroup/cpu', v1('cpu'));
    for (const line of lines) faulty(on1(`${line}\n${good}`, '/'), line);
    for (const line of lines)
      expect(on1(`${good}${line}\n`, '/'), line).to.equal('/sys/fs/cgroup/cpu');
    faulty(on1('', '/'), 'empty');
  });
});

describe('an escape', () => {
  it('is three octal digits, at most 0377 [GF-25]', () => {
    expect(unescape('a\\040b\\134\\377')).to.equal('a b\\\xff');
    for (const text of ['\\c', '\\01', '\\018', '\\01c', '\\777', '\\']) {
      faulty(unescape(text), text);
    }
  });
});
