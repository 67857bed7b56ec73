/** Ways in which a process can be in real groups, and what is true in each. */
import { cpus } from 'node:os';
import type { Hierarchies } from './groups.ts';

export const ALL: number = cpus().length;

/** How a process comes to be in its groups, and what is true there. */
export interface Scenario {
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

export const scenarios: { [title: string]: Scenario } = {
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

/** The shell that prepares a process, with the names filled in. */
export function ready(prepare: string, made: readonly string[], at: Hierarchies): string {
  return prepare.replace('GROUP', made[0] ?? '').replaceAll('CPU', at.cpu);
}
