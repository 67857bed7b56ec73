/** What the Go halves print: all of them are built into one program, each as a package. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome, Pair } from './pairs.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Without cgo: with it Go does not see deadlocks. */
const env = {
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=mod',
  GOTOOLCHAIN: 'local',
  GOWORK: 'off',
};

/** The halves write no imports: their packages are told by their names. */
const packages = [
  ...`bytes cmp context errors fmt hash/crc32 maps os reflect runtime slices sort strconv strings
    sync sync/atomic time unicode`.split(/\s+/),
  ...['errgroup', 'semaphore', 'singleflight'].map((name) => `golang.org/x/sync/${name}`),
];

/** A half as a file: in a program of its own it would be package main. */
export function fileOf(code: string, name: string): string {
  const bare = code.replace(/\/\/.*|"(?:[^"\\\n]|\\.)*"|`[^`]*`/g, '');
  const used = packages.filter((path) =>
    new RegExp(`(?<![\\w.])${path.split('/').at(-1) ?? ''}\\.[A-Z]`).test(bare),
  );
  const imports = used.map((path) => `import "${path}"\n`).join('');
  return [`package ${name}\n`, ...(imports === '' ? [] : [imports]), code].join('\n');
}

/** The version of Go, or nothing if there is none. */
export function goVersion(): string | undefined {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env });
  return asked.error === undefined && asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** Whether a half imports what is not in Go's standard library. */
export function needsModules({ go }: Pair): boolean {
  return fileOf(go, 'p').includes('"golang.org/x/');
}

/** Whether the modules that halves need are at hand, or can be fetched. */
export function hasModules(): boolean {
  const fetched = spawnSync('go', ['mod', 'download'], { cwd: here, env, timeout: 60_000 });
  return fetched.status === 0;
}

/** Runs every half as a process of its own. */
export function goOutcomes(pairs: readonly Pair[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-guide-'));
  try {
    for (const file of ['go.mod', 'go.sum']) copyFileSync(join(here, file), join(folder, file));
    const names = pairs.map((_, i) => `p${String(i + 1).padStart(2, '0')}`);
    const sources = pairs.map((pair, i) => {
      const name = names[i] as string;
      mkdirSync(join(folder, name));
      const file = join(folder, name, 'pair.go');
      writeFileSync(file, fileOf(pair.go, name).replace(/^func main\(\)/m, 'func Main()'));
      return file;
    });
    writeFileSync(join(folder, 'main.go'), dispatcher(names));
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    const askew = spawnSync('gofmt', ['-d', ...sources], options).stdout;
    if (askew !== '') throw new Error(`not as gofmt has it: ${whereOf(askew, pairs)}`);
    const built = spawnSync('go', ['build', '-o', 'guide', '.'], options);
    if (built.status !== 0) throw new Error(whereOf(built.stderr, pairs));
    return names.map((name) => outcomeOf(join(folder, 'guide'), name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dispatcher(names: readonly string[]): string {
  const imports = names.map((name) => `\t"guide/${name}"\n`).join('');
  const cases = names.map((name) => `\tcase "${name}":\n\t\t${name}.Main()\n`).join('');
  return `package main\n\nimport (\n\t"os"\n${imports})\n\nfunc main() {\n\tswitch os.Args[1] {\n${cases}\t}\n}\n`;
}

function outcomeOf(program: string, name: string): Outcome {
  const { status, stdout, stderr } = spawnSync(program, [name], {
    encoding: 'utf8',
    env: { ...process.env, GOTRACEBACK: 'single' },
    timeout: 20_000,
  });
  const out = stdout.split('\n').slice(0, -1);
  return status === 0 ? { out } : { out, error: stderr.split('\n')[0] ?? '' };
}

/** A compiler's message with the places of the guide in it. */
function whereOf(message: string, pairs: readonly Pair[]): string {
  return message.replace(/\S*?\bp(\d+)\/pair\.go/g, (_, n: string) => {
    const { where, name } = pairs[Number(n) - 1] as Pair;
    return `${where} (${name})`;
  });
}
