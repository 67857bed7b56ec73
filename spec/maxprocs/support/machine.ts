import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Texts by path. */
export type Files = { readonly [path: string]: string };

/** What a process of a made-up machine sees. Texts are bytes, a character each. */
export interface Sight {
  /** /proc/self/cgroup; null: there is none. */
  readonly cgroup?: string | null;
  /** /proc/self/mountinfo; null: there is none. */
  readonly mountinfo?: string | null;
  /** How many CPUs the affinity mask allows. */
  readonly cpus?: number;
  /** All other files, by their path. */
  readonly files?: Files;
}

const made: string[] = [];

/** A folder that stands for `/`. */
export class Machine {
  readonly root: string = mkdtempSync(join(tmpdir(), 'millrace-machine-'));

  constructor({ cgroup = null, mountinfo = null, cpus = 8, files = {} }: Sight = {}) {
    made.push(this.root);
    this.cpus(cpus);
    if (cgroup !== null) this.write('/proc/self/cgroup', cgroup);
    if (mountinfo !== null) this.write('/proc/self/mountinfo', mountinfo);
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(this.#at(path.slice(0, path.lastIndexOf('/'))), { recursive: true });
    writeFileSync(this.#at(path), text, 'latin1');
  }

  remove(path: string): void {
    rmSync(this.#at(path).toString(), { recursive: true, force: true });
  }

  cpus(count: number): void {
    this.write('/proc/self/status', `Name:\tnode\nCpus_allowed_list:\t0-${String(count - 1)}\n`);
  }

  /** Deno takes no bytes for a path: only where it must be bytes it is. */
  #at(path: string): Buffer | string {
    if (/^[\x20-\x7e]*$/.test(path)) return this.root + path;
    return Buffer.concat([Buffer.from(this.root), Buffer.from(path, 'latin1')]);
  }
}

/** For the end of a spec. */
export function removeMachines(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** A machine of version 2 whose process is in a group below the one mount. */
export function v2(group: string, files: Files, cpus?: number): Machine {
  return new Machine({
    cgroup: `0::${group}\n`,
    mountinfo: `${ROOT}30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n`,
    files,
    ...(cpus === undefined ? {} : { cpus }),
  });
}

/** A machine of version 1, the same. */
export function v1(group: string, files: Files, cpus?: number): Machine {
  return new Machine({
    cgroup: `4:memory:/elsewhere\n3:cpu,cpuacct:${group}\n2:cpuset:/\n`,
    mountinfo:
      `${ROOT}30 24 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs ro,mode=755\n` +
      `31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n` +
      `32 30 0:28 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n`,
    files,
    ...(cpus === undefined ? {} : { cpus }),
  });
}

const ROOT =
  '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n24 22 0:21 / /sys rw,nosuid - sysfs sysfs rw\n';

/** The files of a v1 group. */
export function v1Files(folder: string, quota: number, period: number = 100_000): Files {
  return {
    [`${folder}/cpu.cfs_quota_us`]: `${String(quota)}\n`,
    [`${folder}/cpu.cfs_period_us`]: `${String(period)}\n`,
  };
}
