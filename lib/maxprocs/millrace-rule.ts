/**
 * Our own rule, the default: the tightest of all limits that can be seen, from the process's own
 * group up, through every mount that shows one; rounded down, at least 1, at most the CPUs there
 * are. A worker thread more than the quota has room for costs the main thread its time: the kernel
 * then stops all of them together for the rest of each period.
 */
import { Fault, type Read } from './fault.ts';
import { shown } from './host.ts';
import { written } from './kernel-limit.ts';
import { memberships, type Membership } from './membership.ts';
import { cgroupMounts, type Mount } from './mounts.ts';
import { below, fileIn, upTo, within } from './paths.ts';
import type { Folder, Quota, Rule } from './rule.ts';

export const millraceRule: Rule = {
  hierarchy: 'all',
  min: 1,
  rounding: 'down',
  isCapped: true,
  round: Math.floor,

  locate(read: Read): readonly Folder[] | Fault {
    const text = read('/proc/self/cgroup');
    if (text instanceof Fault) return text;
    const groups = memberships(text);
    if (groups instanceof Fault) return groups;
    const table = read('/proc/self/mountinfo');
    if (table instanceof Fault) return table;
    const found: Folder[] = [];
    for (const group of groups) {
      const mounts = cgroupMounts(table, group.version);
      if (mounts instanceof Fault) return mounts;
      found.push(...foldersOf(group, mounts));
    }
    if (found.length > 0) return found;
    return new Fault('/proc/self/mountinfo: no mount shows the cgroup');
  },

  limit(folder: Folder, read: Read): Quota | null | Fault {
    const found = written(folder, read);
    if (found === null || found instanceof Fault) return found;
    const { quota, period, path } = found;
    if (quota <= 0 || period <= 0) {
      return new Fault(`${shown(path)}: ${String(quota)} of ${String(period)} is no limit`);
    }
    return { cpus: quota / period, version: folder.version, path };
  },
};

/** Where a group and those around it can be seen, each once, the innermost first. */
function foldersOf(group: Membership, mounts: readonly Mount[]): Folder[] {
  const { version, path: own } = group;
  const seen = new Map<string, Folder>();
  for (const { root, point } of mounts) {
    const rest = below(root, own);
    if (within(root, own) && !within('/..', rest)) {
      for (const part of upTo('', rest)) {
        const name = part === '' ? root : fileIn(root, part.slice(1));
        if (seen.has(name)) continue;
        const path = part === '' ? point : fileIn(point, part.slice(1));
        seen.set(name, { version, path, isLeaf: part === rest });
      }
    } else if (isAround(root, own)) {
      seen.set(root, { version, path: point, isLeaf: false });
    }
  }
  const found = [...seen.values()];
  if (found.length === 0 || found.some(({ isLeaf }) => isLeaf)) return found;
  const note = '/proc/self/mountinfo: no mount shows the cgroup itself, only one around it';
  return found.map((folder, i) => (i === 0 ? { ...folder, note } : folder));
}

/**
 * Whether a mount's root, as seen from inside a cgroup namespace, lies around the group though its
 * name does not lead there: `/..` lies around `/a`, and `/../..` around `/../b`.
 */
function isAround(root: string, own: string): boolean {
  const up = /^(?:\/\.\.)+/;
  const [steps = ''] = up.exec(root) ?? [];
  return root !== '/' && steps === root && (up.exec(own)?.[0] ?? '').length < steps.length;
}
