/**
 * One table of real groups of cgroup v2: what the kernel gave, and what we, Go, automaxprocs and
 * Node make of it. Fails where ours is wrong in any row.
 *
 *     npm run maxprocs:vm
 *
 * The groups are those of a small virtual machine, which QEMU emulates: Debian's kernel, busybox,
 * this machine's own Node and the built package. It needs qemu-system-x86_64, and apt for the two
 * packages; where something is missing it says what, and succeeds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { archive, type Files } from './maxprocs-vm/archive.ts';
import { init } from './maxprocs-vm/init.ts';
import { parts, which, withLibraries, type Parts } from './maxprocs-vm/packages.ts';
import { CPUS, rows } from './maxprocs-vm/rows.ts';

const QEMU = 'qemu-system-x86_64';
const TIMEOUT_MS = 300_000;
const here = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'millrace-vm-'));

/** The package as it was built, below `node_modules`. */
function packageFiles(): [string, { from: string }][] {
  const built = readdirSync(join(here, 'dist'), { recursive: true, encoding: 'utf8' });
  const files = built.filter((file) => file.endsWith('.js')).map((file) => join('dist', file));
  return [...files, 'package.json'].map((file) => [
    join('app/node_modules/millrace', file),
    { from: join(here, file) },
  ]);
}

/** Builds the Go program, if there is Go, and its module. */
function goProgram(): string | undefined {
  const binary = join(folder, 'beside');
  const built = spawnSync('go', ['build', '-o', binary, '.'], {
    cwd: join(here, 'scripts/maxprocs-beside-go'),
    env: { ...process.env, CGO_ENABLED: '0' },
    encoding: 'utf8',
  });
  if (built.status === 0) return binary;
  console.log(
    `without Go: ${built.error?.message ?? built.stderr.trim().split('\n').at(-1) ?? ''}`,
  );
  return undefined;
}

function initramfs({ busybox }: Parts, unshare: string, go: string | undefined): string {
  const files = new Map<string, string | { from: string }>([
    ['init', init(go === undefined ? ['NODE'] : ['NODE', 'GO'])],
    ['bin/busybox', { from: busybox }],
    ['usr/bin/node', { from: process.execPath }],
    ['usr/bin/unshare', { from: unshare }],
    ['app/inside.mjs', { from: join(here, 'scripts/maxprocs-vm/inside.mjs') }],
    ...packageFiles(),
  ]);
  if (go !== undefined) files.set('app/beside', { from: go });
  for (const program of [process.execPath, unshare]) {
    for (const path of withLibraries(program).slice(1))
      files.set(path.slice(1), { from: realpathSync(path) });
  }
  const image = join(folder, 'initramfs');
  writeFileSync(image, archive(files satisfies Files, ['proc', 'sys', 'dev', 'tmp', 'bin']));
  return image;
}

/** What the machine said: by word and row. */
type Said = Map<string, string>;

async function boot(kernel: string, image: string): Promise<Said> {
  const shape = `-accel tcg,thread=multi -smp ${String(CPUS)} -m 1024 -no-reboot`;
  const devices = '-display none -monitor none -serial stdio -nic none';
  const start = ['-kernel', kernel, '-initrd', image, '-append', 'console=ttyS0 quiet panic=-1'];
  const machine = spawn(QEMU, [...shape.split(' '), ...devices.split(' '), ...start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const limit = setTimeout(() => machine.kill(), TIMEOUT_MS);
  const said: Said = new Map();
  const lines: string[] = [];
  for await (const line of createInterface(machine.stdout)) {
    lines.push(line);
    const [, word, row, text] = /^([A-Z]+) (\d+) (.*?)\s*$/.exec(line) ?? [];
    if (word !== undefined) said.set(`${word} ${row ?? ''}`, text ?? '');
  }
  clearTimeout(limit);
  if (!said.has('END 0'))
    throw new Error(`the machine did not come to its end:\n${lines.join('\n')}`);
  return said;
}

/** See inside.mjs. */
interface Ours {
  readonly millrace: number;
  readonly quota: number | null;
  readonly go: number;
  readonly automaxprocs: number;
  readonly node: number;
}

/** See maxprocs-beside-go/main.go. */
interface Theirs {
  readonly go: number;
  readonly version: string;
  readonly automaxprocs: number | null;
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`the machine said ${text}`);
  }
}

/** The kernel gives time out by periods of 100 ms, and the machine's clock ticks in 10 ms. */
function gives(ms: number, truth: number): boolean {
  return Math.abs(ms - truth * 1000) <= 100 + truth * 150;
}

function table(said: Said): boolean {
  const wrong: string[] = [];
  let version = 'without Go';
  const printed = rows.map(({ title, truth, quota }, index) => {
    const at = (word: string): string => said.get(`${word} ${String(index)}`) ?? 'nothing';
    const [ms = NaN, throttled = NaN] = at('USED').split(' ').map(Number);
    const ours = parsed<Ours>(at('NODE'));
    const go = said.has('GO 0') ? parsed<Theirs>(at('GO')) : null;
    if (go !== null) version = go.version;
    const should = Math.max(1, Math.floor(truth));
    if (!gives(ms, truth)) wrong.push(`${title}: the kernel gave ${String(ms)} ms (a busy host?)`);
    if (ours.quota !== quota) wrong.push(`${title}: our quota is ${String(ours.quota)}`);
    if (ours.millrace !== should) wrong.push(`${title}: ours is not ${String(should)}`);
    if (go !== null && (go.go !== ours.go || go.automaxprocs !== ours.automaxprocs))
      wrong.push(`${title}: our rules say ${String(ours.go)} and ${String(ours.automaxprocs)}`);
    return {
      group: title,
      truth,
      'CPU ms in 1 s': ms,
      throttled,
      millrace: ours.millrace,
      Go: go?.go,
      automaxprocs: go?.automaxprocs,
      Node: ours.node,
    };
  });
  console.log(`Linux ${said.get('KERNEL 0') ?? ''}; ${version}; Node ${process.version}`);
  console.table(printed);
  console.log(wrong.length === 0 ? 'ours is right in every row' : `WRONG\n  ${wrong.join('\n  ')}`);
  return wrong.length === 0;
}

/** All that is needed, or what is missing. */
function needed(): { from: Parts; unshare: string } | string {
  if (which(QEMU) === undefined) return `${QEMU} is not on the PATH (Debian: qemu-system-x86)`;
  const unshare = which('unshare');
  if (unshare === undefined) return 'unshare is not on the PATH (Debian: util-linux)';
  try {
    return { from: parts(), unshare };
  } catch (error) {
    return (error as Error).message;
  }
}

try {
  const have = needed();
  if (typeof have === 'string') {
    console.log(`skipped: ${have}`);
  } else {
    const image = initramfs(have.from, have.unshare, goProgram());
    if (!table(await boot(have.from.kernel, image))) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
