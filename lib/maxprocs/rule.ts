/** What a rule is: where it looks for limits, what it makes of them, and how it counts. */
import { Fault, type Read } from './fault.ts';
import { shown } from './host.ts';

/** A limit of CPU time that was found. */
export interface Quota {
  /** How many CPUs' worth of time, as a fraction. */
  readonly cpus: number;
  /** The version of cgroups. */
  readonly version: 1 | 2;
  /** The file that says so. */
  readonly path: string;
}

/** A folder of a group; the process's own is its leaf, all others are around that. */
export interface Folder {
  readonly version: 1 | 2;
  readonly path: string;
  readonly isLeaf: boolean;
  /** What must be told of it, whatever stands in it. */
  readonly note?: string;
}

/** All that was found: the tightest limit counts. */
export interface Finding {
  readonly limits: readonly Quota[];
  /** What could not be made out, and why. */
  readonly faults: readonly string[];
}

/** Which groups count: the process's own, or all that it lies in. */
export type Hierarchy = 'all' | 'leaf';

export interface Rule {
  readonly hierarchy: Hierarchy;
  readonly min: number;
  /** In words: `down` or `up`. */
  readonly rounding: string;
  /** The folders in which limits may stand, the leaf first. */
  locate(read: Read): readonly Folder[] | Fault;
  /** The limit that stands in a folder; null if there is none. */
  limit(folder: Folder, read: Read): Quota | null | Fault;
  round(cpus: number): number;
  /** Whether more than the CPUs there are is too much. */
  readonly isCapped: boolean;
}

/** The file with a v1 group's quota, and that with its period. */
export const V1_QUOTA = 'cpu.cfs_quota_us';
export const V1_PERIOD = 'cpu.cfs_period_us';
export const V2_MAX = 'cpu.max';

/** Reads all limits that count. */
export function measure(
  rule: Rule,
  folders: readonly Folder[],
  hierarchy: Hierarchy,
  read: Read,
): Finding {
  const limits: Quota[] = [];
  const faults: string[] = [];
  for (const folder of folders) {
    if (hierarchy === 'leaf' && !folder.isLeaf) continue;
    if (folder.note !== undefined) faults.push(folder.note);
    const limit = rule.limit(folder, read);
    if (limit instanceof Fault) faults.push(limit.text);
    else if (limit !== null) limits.push({ ...limit, path: shown(limit.path) });
  }
  return { limits, faults };
}

/** The limit that counts: the tightest, and of equal ones the innermost. */
export function tightest(limits: readonly Quota[]): Quota | undefined {
  return limits.reduce<Quota | undefined>(
    (best, one) => (best === undefined || one.cpus < best.cpus ? one : best),
    undefined,
  );
}
