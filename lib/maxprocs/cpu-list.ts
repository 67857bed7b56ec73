/** The CPUs that a process may run on, from /proc/self/status. */

/** How many CPUs a list like `0-3,5` has; undefined if it is none. */
export function cpusIn(list: string): number | undefined {
  const cpus = new Set<number>();
  for (const range of list.split(',')) {
    const [, first, last = first] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(range) ?? [];
    if (first === undefined || Number(last) < Number(first)) return undefined;
    for (let cpu = Number(first); cpu <= Number(last); cpu++) cpus.add(cpu);
  }
  return cpus.size;
}

/** How many CPUs the affinity mask allows, cpusets included. */
export function allowedCpus(status: string): number | undefined {
  const [, list] = /^Cpus_allowed_list:[ \t]*(\S+)$/m.exec(status) ?? [];
  return list === undefined ? undefined : cpusIn(list);
}
