/** throttled: how often the kernel has stopped a group that had used up its quota. */

/** Reads cpu.stat of cgroup v1 or v2; undefined if it does not say. */
export function throttled(stat: string): number | undefined {
  const [, count] = /^nr_throttled (\d+)$/m.exec(stat) ?? [];
  return count === undefined ? undefined : Number(count);
}
