/** Real groups of a real kernel: cgroup v1, as root. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sourceFlags } from '../../support/source-flags.ts';

/** Where a hierarchy is mounted, by its controller. */
function mounted(controller: string): string | undefined {
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [front = '', back = ''] = line.split(' - ');
    const [type, , options = ''] = back.split(' ');
    const [, , , root, point] = front.split(' ');
    if (type === 'cgroup' && root === '/' && options.split(',').includes(controller)) return point;
  }
  return undefined;
}

/** The hierarchies, and what mounted them, if it was us. */
export class Hierarchies {
  readonly cpu: string;
  readonly cpuset: string | undefined;
  readonly #own: string | undefined;
  readonly #made: string[] = [];

  /** @throws with the reason for which there can be none. */
  constructor() {
    if (process.platform !== 'linux') throw new Error('this is not Linux');
    if (process.getuid?.() !== 0) throw new Error('only root may make groups');
    const cpu = mounted('cpu');
    if (cpu === undefined) this.#own = mount();
    this.cpu = cpu ?? this.#own ?? '';
    this.cpuset = mounted('cpuset');
    rmdirSync(this.make(this.cpu, 'probe'));
    this.#made.length = 0;
  }

  /** Makes a group, and gives its folder. */
  make(hierarchy: string, name: string, files: { [file: string]: string | number } = {}): string {
    const folder = join(hierarchy, `millrace-${String(process.pid)}-${name}`);
    mkdirSync(folder);
    this.#made.push(folder);
    for (const [file, text] of Object.entries(files)) write(folder, file, text);
    return folder;
  }

  /** A group with so many CPUs of time; null for no limit. */
  limited(name: string, cpus: number | null, parent: string = this.cpu): string {
    const folder = this.make(parent, name);
    write(folder, 'cpu.cfs_period_us', 100_000);
    limit(folder, cpus);
    return folder;
  }

  remove(): void {
    for (const folder of this.#made.splice(0).toReversed()) rmdirSync(folder);
    if (this.#own === undefined) return;
    execFileSync('umount', [this.#own]);
    rmdirSync(this.#own);
  }
}

/** Opens the hierarchies, or says why that cannot be. */
export function hierarchies(): Hierarchies | string {
  try {
    return new Hierarchies();
  } catch (error) {
    return (error as Error).message;
  }
}

function write(folder: string, file: string, text: string | number): void {
  writeFileSync(join(folder, file), String(text));
}

/** Changes a group's limit. */
export function limit(folder: string, cpus: number | null): void {
  write(folder, 'cpu.cfs_quota_us', cpus === null ? -1 : cpus * 100_000);
}

function mount(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-cpu-'));
  try {
    execFileSync('mount', ['-t', 'cgroup', '-o', 'cpu', 'none', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    rmdirSync(folder);
    throw new Error(
      `no v1 hierarchy for cpu: ${String((error as { stderr: unknown }).stderr)}`.trim(),
    );
  }
  return folder;
}

/** The program `inside.ts`. */
export const insideProgram: readonly string[] = [
  process.execPath,
  ...sourceFlags,
  new URL('inside.ts', import.meta.url).pathname,
];

/**
 * The arguments of a shell that runs a program in groups. What prepares it is a piece of shell with
 * the word NODE where the program comes; empty for nothing.
 */
export function shellIn(
  groups: readonly string[],
  prepare: string,
  program: readonly string[],
): string[] {
  const command = program.map((one) => `'${one}'`).join(' ');
  const enter = groups.map((group) => `echo $$ > '${group}/cgroup.procs' && `).join('');
  return ['-c', enter + (prepare === '' ? `exec ${command}` : prepare.replace('NODE', command))];
}

/** What a process says that runs in groups. */
export async function inside(groups: readonly string[], prepare: string = ''): Promise<Inside> {
  const { GOMAXPROCS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)('sh', shellIn(groups, prepare, insideProgram), {
    env,
  });
  return JSON.parse(stdout) as Inside;
}

/** See inside.ts. */
export interface Inside {
  readonly cpus: number;
  readonly quota: number | null;
  readonly reason: string;
  readonly millrace: number;
  readonly go: number;
  readonly automaxprocs: number;
  /** How many CPUs the kernel gave to one busy thread for each CPU of the machine. */
  readonly used: number;
  /** How many it may have given at most, if a limit is kept: a period is given out at once. */
  readonly periods: number;
}
