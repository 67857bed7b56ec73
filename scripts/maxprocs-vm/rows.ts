/** The groups of cgroup v2 that the machine makes, and what is true in each. */

/** How many CPUs the machine has. */
export const CPUS = 4;

export interface Row {
  readonly title: string;
  /** Nested groups, the outermost first, each with what is written into its files. */
  readonly groups: readonly { readonly [file: string]: string }[];
  /** Shell that starts a process, with the process itself for `NODE` and the leaf for `GROUP`. */
  readonly prepare?: string;
  /** How many CPUs the kernel gives at most. */
  readonly truth: number;
  /** The quota that can be seen; null where it is not one that limits. */
  readonly quota: number | null;
}

/** A quota of so many CPUs; 0 for none. */
function max(cpus: number): { 'cpu.max': string } {
  return { 'cpu.max': `${cpus === 0 ? 'max' : String(cpus * 100_000)} 100000` };
}

const bound = "exec /usr/bin/unshare -m sh -c 'mount --bind GROUP /sys/fs/cgroup && exec NODE'";
const spaced =
  "exec /usr/bin/unshare -m -C sh -c 'umount /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup && exec NODE'";

export const rows: readonly Row[] = [
  { title: 'no quota', groups: [max(0)], truth: CPUS, quota: null },
  { title: 'quota 0.5', groups: [max(0.5)], truth: 0.5, quota: 0.5 },
  { title: 'quota 1.5', groups: [max(1.5)], truth: 1.5, quota: 1.5 },
  { title: 'quota 2.5', groups: [max(2.5)], truth: 2.5, quota: 2.5 },
  { title: 'parent 1, leaf max', groups: [max(1), max(0)], truth: 1, quota: 1 },
  { title: 'parent 1, leaf 3', groups: [max(1), max(3)], truth: 1, quota: 1 },
  { title: 'parent 3, leaf 2', groups: [max(3), max(2)], truth: 2, quota: 2 },
  {
    title: 'leaf 1.5 bound over the mount',
    groups: [max(1.5)],
    prepare: bound,
    truth: 1.5,
    quota: 1.5,
  },
  {
    title: 'cgroup namespace, quota 1.5',
    groups: [max(1.5)],
    prepare: spaced,
    truth: 1.5,
    quota: 1.5,
  },
  { title: 'cpuset 0-1', groups: [{ 'cpuset.cpus': '0-1' }], truth: 2, quota: null },
];
