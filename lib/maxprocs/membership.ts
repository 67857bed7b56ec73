/** /proc/self/cgroup: the groups that a process is in (GM-20, GM-21). */
import { Fault } from './fault.ts';

/** A group that can limit CPU time: one with the v1 controller `cpu`, or the one of v2. */
export interface Membership {
  readonly version: 1 | 2;
  /** As the kernel writes it, relative to the root of the process's cgroup namespace. */
  readonly path: string;
}

/** Neither the path nor the line of a sane system is longer. */
const MAX_PATH = 4096;
const MAX_LINE = 65_535;

const malformed = (): Fault => new Fault('/proc/self/cgroup: malformed');

/** Whether a list, with commas between, has exactly this as an element. */
export function listed(list: string, element: string): boolean {
  return list.split(',').includes(element);
}

/** A line that says nothing about CPU time gives null. */
function membershipOf(line: string): Membership | Fault | null {
  if (line.length > MAX_LINE) return new Fault('/proc/self/cgroup: incomplete line');
  const [, id, controllers = '', path = ''] = /^([^:]*):([^:]*):(\/.*)$/s.exec(line) ?? [];
  if (id === undefined) return malformed();
  if (path.length > MAX_PATH) return new Fault('/proc/self/cgroup: path too long');
  if (id === '0') return { version: 2, path };
  return listed(controllers, 'cpu') ? { version: 1, path } : null;
}

/**
 * The one group that Go looks at: v1's as soon as there is one, else v2's. Lines after the first of
 * v1 are not looked at; a last line without its end is a fault.
 */
export function firstMembership(text: string): Membership | Fault {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  let found: Membership | undefined;
  for (const line of lines) {
    const one = membershipOf(line);
    if (one instanceof Fault || one?.version === 1) return one;
    found = one ?? found;
  }
  if (rest !== '') return new Fault('/proc/self/cgroup: incomplete line');
  return found ?? new Fault('/proc/self/cgroup: not in a cgroup');
}

/** All groups that can limit CPU time; one malformed line is a fault of the file. */
export function memberships(text: string): Membership[] | Fault {
  const found: Membership[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const one = text === '' ? null : membershipOf(line);
    if (one instanceof Fault) return one;
    if (one !== null) found.push(one);
  }
  return found.length > 0 ? found : new Fault('/proc/self/cgroup: not in a cgroup');
}
