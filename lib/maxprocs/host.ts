/**
 * The one door to the machine: files below a root, CPUs, the environment. All else is parsers.
 *
 * Node's modules are asked for at run time, so that programs for browsers can hold this file too.
 */
import { allowedCpus } from './cpu-list.ts';
import { Fault, type Read } from './fault.ts';

/** A machine, or a folder that stands for one. */
export interface Host {
  readonly read: Read;
  /** Whether it is known at all where limits stand: on Linux, and where a folder is given. */
  readonly isLinux: boolean;
  /** How many CPUs may be used, without regard to quotas. */
  cpus(): number;
}

/** The parts of Node that are needed. */
interface Node {
  readonly env?: Env;
  readonly platform?: string;
  getBuiltinModule?(name: string): unknown;
}
interface Fs {
  readFileSync(path: Uint8Array, encoding: 'latin1'): string;
}
interface Os {
  cpus(): readonly unknown[];
  availableParallelism?(): number;
}

/** Environment variables. */
export type Env = { readonly [name: string]: string | undefined };

const node = (globalThis as { process?: Node }).process;

/** What of the environment is of interest, as it is now; a host may refuse to say. */
export function environment(): Env {
  try {
    const { GOMAXPROCS, GODEBUG } = node?.env ?? {};
    return { GOMAXPROCS, GODEBUG };
  } catch {
    return {};
  }
}

function builtin(name: string): unknown {
  try {
    return node?.getBuiltinModule?.(name);
  } catch {
    return undefined;
  }
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** A path as people write it, of one whose characters are bytes. */
export function shown(path: string): string {
  return new TextDecoder().decode(bytesOf(path));
}

const words: Record<string, string> = {
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
};

/** The machine as seen from a folder that stands for `/`. */
export function hostAt(root: string): Host {
  const top = new TextEncoder().encode(root === '/' ? '' : root.replace(/\/+$/, ''));
  const read: Read = (path) => {
    const fs = builtin('node:fs') as Fs | undefined;
    if (fs === undefined) return new Fault(`open ${path}: this host has no files`, true);
    try {
      return fs.readFileSync(new Uint8Array([...top, ...bytesOf(path)]), 'latin1');
    } catch (error) {
      const code = String((error as { code?: unknown }).code);
      const missing = code === 'ENOENT' || code === 'ENOTDIR';
      return new Fault(`open ${shown(path)}: ${words[code] ?? code}`, missing);
    }
  };
  return { read, isLinux: root !== '/' || node?.platform === 'linux', cpus: () => cpus(read) };
}

/** The affinity mask; where there is none to read, what the host says of itself. */
function cpus(read: Read): number {
  const status = read('/proc/self/status');
  const allowed = status instanceof Fault ? undefined : allowedCpus(status);
  if (allowed !== undefined) return allowed;
  const os = builtin('node:os') as Os | undefined;
  // On Linux what Node calls parallelism may have a quota in it, rounded in one way or another.
  const count =
    (node?.platform === 'linux' ? os?.cpus().length : 0) || os?.availableParallelism?.();
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return Math.max(1, count ?? navigator?.hardwareConcurrency ?? 1);
}
