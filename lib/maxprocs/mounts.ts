/** /proc/self/mountinfo: where hierarchies of groups can be seen (GM-22 to GM-28). */
import { unescape } from './escape.ts';
import { Fault } from './fault.ts';
import { listed, type Membership } from './membership.ts';
import { below, within } from './paths.ts';

/** One mount; paths are still escaped. */
export interface Mount {
  readonly id: string;
  readonly parent: string;
  /** What of the file system is mounted. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  /** The super options, behind the source; undefined if the line ends before them. */
  readonly options: string | undefined;
}

/** What Go has room for: a longer line counts as far as that. */
const MAX_LINE = 65_536;
const MAX_PATH = 4096;

const malformed = (): Fault => new Fault('/proc/self/mountinfo: malformed');

/** Reads a line. It may end after the source: not every reader needs the super options. */
export function mountOf(line: string): Mount | Fault {
  const fields = /^([^ ]*) ([^ ]*) [^ ]* ([^ ]*) ([^ ]*) (.*)$/s.exec(line);
  const [, id = '', parent = '', root = '', point = '', rest = ''] = fields ?? [];
  const end = rest.indexOf(' - ');
  if (fields === null || end < 0) return malformed();
  const [, type, source = ''] = /^([^ ]*) (.*)$/s.exec(rest.slice(end + 3)) ?? [];
  if (type === undefined) return malformed();
  const blank = source.indexOf(' ');
  return {
    id,
    parent,
    root,
    point,
    type,
    options: blank < 0 ? undefined : source.slice(blank + 1),
  };
}

/** Whether a mount shows the hierarchy of a group; a fault if it cannot be told. */
function shows(mount: Mount, version: 1 | 2): boolean | Fault {
  if (version === 2) return mount.type === 'cgroup2';
  if (mount.type !== 'cgroup') return false;
  return mount.options === undefined ? malformed() : listed(mount.options, 'cpu');
}

/** The folder of a group as Go finds it: in the first mount that shows the group. */
export function firstFolder(text: string, { version, path }: Membership): string | Fault {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const mount = mountOf(line.slice(0, MAX_LINE));
    if (mount instanceof Fault) return mount;
    if (!mount.root.startsWith('/')) return malformed();
    const fits = shows(mount, version);
    if (fits instanceof Fault) return fits;
    if (!fits) continue;
    const root = unescape(mount.root);
    if (root instanceof Fault) return root;
    if (!within(root, path)) continue;
    const rest = below(root, path);
    // The group lies outside of what this mount shows (GM-24).
    if (within('/..', rest)) continue;
    const point = unescape(mount.point);
    if (point instanceof Fault) return point;
    const folder = point + rest;
    return folder.length > MAX_PATH ? new Fault('path too long') : folder;
  }
  return new Fault('/proc/self/mountinfo: no mount shows the cgroup');
}

/** The mounts of cgroups that can be reached, in the kernel's order, with their paths unescaped. */
export function cgroupMounts(text: string, version: 1 | 2): Mount[] | Fault {
  const all: Mount[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const mount = mountOf(line);
    if (mount instanceof Fault) return mount;
    all.push(mount);
  }
  const found: Mount[] = [];
  for (const mount of all) {
    const fits = shows(mount, version);
    if (fits instanceof Fault) return fits;
    if (!fits) continue;
    const [root, point] = [unescape(mount.root), unescape(mount.point)];
    if (root instanceof Fault) return root;
    if (point instanceof Fault) return point;
    // Only here: mounts of namespaces have roots like `net:[4026531840]`.
    if (!root.startsWith('/')) return malformed();
    if (!isHidden(mount, all)) found.push({ ...mount, root, point });
  }
  return found;
}

/**
 * Whether a later mount lies over it: on its mount point, or beside it on a folder around that. The
 * mount at `/` is often a late one and hides nothing.
 */
function isHidden(mount: Mount, all: readonly Mount[]): boolean {
  return all.slice(all.indexOf(mount) + 1).some(({ point, parent }) => {
    if (point === mount.point) return true;
    return point !== '/' && parent === mount.parent && within(point, mount.point);
  });
}
