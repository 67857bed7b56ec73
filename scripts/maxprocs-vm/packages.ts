/** Debian's kernel and busybox, fetched once and kept outside of the tree; nothing is installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'millrace',
  'maxprocs-vm',
);

/** What the machine starts from. */
export interface Parts {
  readonly kernel: string;
  readonly busybox: string;
}

function run(program: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: cache,
    encoding: 'utf8',
  });
  if (error !== undefined) throw new Error(`no ${program} here: ${error.message}`);
  if (status !== 0) {
    const last = stderr.trim().split('\n').at(-1) ?? '';
    throw new Error(`${program} ${args.join(' ')}: ${last}`);
  }
  return stdout;
}

/** The one file of a package that a pattern picks, unpacked. */
function unpacked(deb: string, folder: string, wanted: RegExp): string {
  run('dpkg-deb', ['-x', deb, folder]);
  const at = join(cache, folder);
  const found = readdirSync(at, { recursive: true, encoding: 'utf8' }).find((p) => wanted.test(p));
  if (found === undefined) throw new Error(`${deb} has no ${String(wanted)}`);
  return join(at, found);
}

function fetched(name: string): string {
  const there = readdirSync(cache).find((file) => file.startsWith(`${name}_`));
  if (there !== undefined) return there;
  run('apt-get', ['download', name]);
  return readdirSync(cache).find((file) => file.startsWith(`${name}_`)) ?? name;
}

/** Debian's small kernel for virtual machines: the name says a version, and a metapackage which. */
function kernelName(): string {
  const there = readdirSync(cache).find((file) => /^linux-image-.*\.deb$/.test(file));
  if (there !== undefined) return there.slice(0, there.indexOf('_'));
  const text = run('apt-cache', ['depends', 'linux-image-cloud-amd64']);
  const name = /Depends: (linux-image-\S+)/.exec(text)?.[1];
  if (name === undefined) throw new Error('apt-cache knows no linux-image-cloud-amd64');
  return name;
}

/** @throws with what cannot be had, in one line. */
export function parts(): Parts {
  mkdirSync(cache, { recursive: true });
  return {
    kernel: unpacked(fetched(kernelName()), 'kernel', /^boot\/vmlinuz-/),
    busybox: unpacked(fetched('busybox-static'), 'busybox', /^(usr\/)?bin\/busybox$/),
  };
}

/** A program of this machine and the libraries that it is linked with, by their paths. */
export function withLibraries(program: string): string[] {
  const listed = spawnSync('ldd', [program], { encoding: 'utf8' });
  const libraries = (listed.stdout ?? '').matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm);
  return [program, ...Array.from(libraries, ([, path]) => path as string)].filter(existsSync);
}

/** Where a program is on the PATH. */
export function which(program: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
