/**
 * The rule of automaxprocs 1.6: the process's own group alone, rounded down, at least 1, even more
 * than the CPUs there are (AM-06 to AM-12). What is malformed is an error.
 */
import { int64 } from './decimal.ts';
import { Fault, type Read } from './fault.ts';
import { goQuote } from './go-quote.ts';
import { shown } from './host.ts';
import { clean, fileIn, upTo, within } from './paths.ts';
import { V1_PERIOD, V1_QUOTA, V2_MAX, type Folder, type Quota, type Rule } from './rule.ts';

const V2_POINT = '/sys/fs/cgroup';
const DEFAULT_PERIOD = 100_000;
/** Go's scanner of lines gives up at so many bytes. */
const MAX_LINE = 65_536;

const quoted = (text: string): string => goQuote(shown(text));

export const automaxprocsRule: Rule = {
  hierarchy: 'leaf',
  min: 1,
  rounding: 'down',
  isCapped: false,
  round: Math.floor,

  locate(read: Read): readonly Folder[] | Fault {
    const mounts = mountsOf(read);
    if (mounts instanceof Fault) return mounts;
    const groups = groupsOf(read);
    if (groups instanceof Fault) return groups;
    const own = groups.find(({ id }) => id === 0);
    const isV2 = mounts.some(({ type, point }) => type === 'cgroup2' && point === V2_POINT);
    if (isV2 && own !== undefined) {
      return folders(2, V2_POINT, clean(`${V2_POINT}/${own.path}`));
    }
    return v1Folders(mounts, groups);
  },

  limit(folder: Folder, read: Read): Quota | null | Fault {
    return folder.version === 1 ? v1Limit(folder.path, read) : v2Limit(folder.path, read);
  },
};

function folders(version: 1 | 2, top: string, leaf: string): Folder[] {
  return upTo(top, leaf).map((path, i) => ({ version, path, isLeaf: i === 0 }));
}

interface Group {
  readonly id: number;
  readonly path: string;
  readonly controllers: readonly string[];
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** The lines of a file, without their ends. */
function linesOf(path: string, read: Read): string[] | Fault {
  const text = read(path);
  if (text instanceof Fault) return text;
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  const isLong = lines.some((line) => line.length >= MAX_LINE);
  return isLong ? new Fault('bufio.Scanner: token too long') : lines;
}

function atoi(text: string): number | Fault {
  const problem = /^[+-]?[0-9]+$/.test(text) ? 'value out of range' : 'invalid syntax';
  return int64(text) ?? new Fault(`strconv.Atoi: parsing ${quoted(text)}: ${problem}`);
}

function groupsOf(read: Read): Group[] | Fault {
  const lines = linesOf('/proc/self/cgroup', read);
  if (lines instanceof Fault) return lines;
  const groups: Group[] = [];
  for (const line of lines) {
    const fields = /^([^:]*):([^:]*):(.*)$/s.exec(line);
    if (fields === null) return new Fault(`invalid format for CGroupSubsys: ${quoted(line)}`);
    const [, number = '', list = '', path = ''] = fields;
    const id = atoi(number);
    if (id instanceof Fault) return id;
    groups.push({ id, path, controllers: list.split(',') });
  }
  return groups;
}

function mountsOf(read: Read): Mount[] | Fault {
  const lines = linesOf('/proc/self/mountinfo', read);
  if (lines instanceof Fault) return lines;
  const mounts: Mount[] = [];
  for (const line of lines) {
    const mount = mountOf(line);
    if (mount instanceof Fault) return mount;
    mounts.push(mount);
  }
  return mounts;
}

function mountOf(line: string): Mount | Fault {
  const fields = line.split(' ');
  const malformed = (): Fault => new Fault(`invalid format for MountPoint: ${quoted(line)}`);
  if (fields.length < 10) return malformed();
  for (const field of fields.slice(0, 2)) {
    const id = atoi(field);
    if (id instanceof Fault) return id;
  }
  const at = fields.indexOf('-', 6);
  const [type, source, ...options] = fields.slice(at + 1);
  if (at < 0 || type === undefined || source === undefined || options.length === 0) {
    return malformed();
  }
  const [, , , root = '', point = ''] = fields;
  // Blanks in the options are the options' own (AM-12).
  return { root, point, type, options: options.join(' ').split(',') };
}

/** The folder of the `cpu` group; a path that a mount does not show is a fault, whosever it is. */
function v1Folders(mounts: readonly Mount[], groups: readonly Group[]): Folder[] | Fault {
  const paths = new Map(
    groups.flatMap(({ controllers, path }) => controllers.map((c) => [c, path])),
  );
  let found: Folder[] = [];
  for (const { root, point, type, options } of mounts) {
    if (type !== 'cgroup') continue;
    for (const option of options) {
      const path = paths.get(option);
      if (path === undefined) continue;
      const leaf = translate(path, root, point);
      if (leaf instanceof Fault) return leaf;
      if (option === 'cpu') found = folders(1, point, leaf);
    }
  }
  return found;
}

/** Where a path of a group is seen through a mount. */
export function translate(path: string, root: string, point: string): string | Fault {
  if (path.startsWith('/') !== root.startsWith('/')) {
    return new Fault(`Rel: can't make ${shown(path)} relative to ${shown(root)}`);
  }
  const [inner, outer] = [clean(path), clean(root)];
  if (within(outer, inner)) {
    return clean(`${point}/${outer === '/' ? inner : inner.slice(outer.length)}`);
  }
  const [p, r, m] = [quoted(path), quoted(root), quoted(point)];
  return new Fault(
    `path ${p} is not a descendant of mount point root ${r} and cannot be exposed from ${m}`,
  );
}

/** The first line of a file, without its end. */
function firstLine(path: string, read: Read): string | Fault {
  const text = read(path);
  if (text instanceof Fault) return text;
  if (text === '') return new Fault('unexpected EOF');
  return (text.split('\n', 1)[0] ?? '').replace(/\r$/, '');
}

function v1Limit(folder: string, read: Read): Quota | null | Fault {
  const path = fileIn(folder, V1_QUOTA);
  const [quota, period] = [v1Number(path, read), v1Number(fileIn(folder, V1_PERIOD), read)];
  if (quota instanceof Fault || quota <= 0) return quota instanceof Fault ? quota : null;
  if (period instanceof Fault || period <= 0) return period instanceof Fault ? period : null;
  return { cpus: quota / period, version: 1, path };
}

function v1Number(path: string, read: Read): number | Fault {
  const line = firstLine(path, read);
  return line instanceof Fault ? line : atoi(line);
}

function v2Limit(folder: string, read: Read): Quota | null | Fault {
  const path = fileIn(folder, V2_MAX);
  const line = firstLine(path, read);
  if (line instanceof Fault) return line.missing ? null : line;
  const [first, second, ...more] = line.split(/\s+/).filter((field) => field !== '');
  if (first === undefined || more.length > 0) return new Fault('invalid format');
  if (first === 'max') return null;
  const quota = atoi(first);
  if (quota instanceof Fault) return quota;
  const period = second === undefined ? DEFAULT_PERIOD : atoi(second);
  if (period instanceof Fault) return period;
  if (period === 0) return new Fault('zero value for period is not allowed');
  return { cpus: quota / period, version: 2, path };
}
