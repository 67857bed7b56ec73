/**
 * Go's own rule since 1.25: the process's own group alone, rounded up, at least 2, at most the CPUs
 * there are (GM-03 to GM-05). What is malformed is no limit.
 */
import { Fault, type Read } from './fault.ts';
import { written } from './kernel-limit.ts';
import { firstMembership } from './membership.ts';
import { firstFolder } from './mounts.ts';
import { upTo } from './paths.ts';
import { shown } from './host.ts';
import type { Folder, Quota, Rule } from './rule.ts';

export const goRule: Rule = {
  hierarchy: 'leaf',
  min: 2,
  rounding: 'up',
  isCapped: true,
  round: Math.ceil,

  locate(read: Read): readonly Folder[] | Fault {
    const text = read('/proc/self/cgroup');
    if (text instanceof Fault) return text;
    const group = firstMembership(text);
    if (group instanceof Fault) return group;
    const mounts = read('/proc/self/mountinfo');
    if (mounts instanceof Fault) return mounts;
    const leaf = firstFolder(mounts, group);
    if (leaf instanceof Fault) return leaf;
    // How far up the mount reaches is asked only by those who set `hierarchy`: as far as files go.
    const { version } = group;
    return upTo('/', leaf).map((path, i) => ({ version, path, isLeaf: i === 0 }));
  },

  limit(folder: Folder, read: Read): Quota | null | Fault {
    const found = written(folder, read);
    if (found === null || found instanceof Fault) return found;
    const { quota, period, path } = found;
    // The kernel has no such period, and Go does not look (GM-32).
    if (period === 0) return new Fault(`${shown(path)}: the period is 0`);
    return { cpus: quota / period, version: folder.version, path };
  },
};
