/**
 * `npm run comparison`: the article's ten thousand requests, a hundred thousand waits, and what one
 * that waits takes in memory, in this library and in whatever else is on the machine. Each sample is
 * a fresh process; they take turns.
 *
 *     npm run comparison -- --samples 5 --write
 *
 * A request waits for two queries of 5 to 10 ms at once; a wait is one such query. All of them begin
 * together. Memory is what the system sees the process take while all of them wait.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { summary } from '../harness/stats.ts';

const { values: options } = parseArgs({
  options: {
    samples: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});

const here = fileURLToPath(new URL('.', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'millrace-comparison-'));

const works = ['requests', 'waits', 'park'] as const;
type Work = (typeof works)[number];

interface Runtime {
  readonly name: string;
  readonly version: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Where a hundred thousand are too many. */
  readonly most?: number;
}

/** What a command prints, in one line; undefined if it is not there. */
function said(command: string, ...args: string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? (stdout || stderr).trim().split('\n')[0] : undefined;
}

function runtimes(): Runtime[] {
  const node = (file: string): string[] => [...process.execArgv, '--expose-gc', join(here, file)];
  const found: Runtime[] = [
    {
      name: 'millrace, generators',
      version: process.version,
      command: process.execPath,
      args: node('generator.ts'),
    },
    {
      name: 'millrace, async functions',
      version: process.version,
      command: process.execPath,
      args: node('async.ts'),
    },
    {
      name: 'Node, async functions',
      version: process.version,
      command: process.execPath,
      args: node('plain.ts'),
    },
  ];
  const go = said('go', 'version');
  if (go !== undefined) {
    const program = join(dir, 'waits');
    execFileSync('go', ['build', '-o', program, '.'], { cwd: join(here, 'go') });
    found.push({ name: 'Go', version: go.split(' ')[2] as string, command: program, args: [] });
  }
  const python = said('python3', '--version');
  if (python !== undefined) {
    const version = python.replace('Python ', '');
    found.push({
      name: 'Python, asyncio',
      version,
      command: 'python3',
      args: [join(here, 'waits.py')],
    });
  }
  const java = said('javac', '-version');
  if (java !== undefined) {
    execFileSync('javac', ['-d', dir, join(here, 'Waits.java')]);
    const version = java.replace('javac ', '');
    const args = (kind: string): string[] => ['-cp', dir, 'Waits', kind];
    found.push({
      name: 'Java, threads',
      version,
      command: 'java',
      args: args('platform'),
      most: 5000,
    });
    if (spawnSync('java', [...args('virtual'), 'waits', '1']).status === 0)
      found.push({
        name: 'Java, virtual threads',
        version,
        command: 'java',
        args: args('virtual'),
      });
    else console.log(`Java ${version} has no virtual threads: left out`);
  }
  for (const [name, is] of Object.entries({ go, python3: python, javac: java }))
    if (is === undefined) console.log(`${name} is not on the PATH: left out`);
  return found;
}

const counts: Record<Work, number> = { requests: 10_000, waits: 100_000, park: 100_000 };

function sample({ command, args, most = Infinity }: Runtime, work: Work): number {
  const { stdout, stderr, status } = spawnSync(
    command,
    [...args, work, String(Math.min(counts[work], most))],
    { encoding: 'utf8', timeout: 120_000 },
  );
  if (status !== 0) throw new Error(`${command} ${work}: ${stderr}`);
  return Number(stdout.trim());
}

const all = runtimes();
const samples = new Map<Runtime, Record<Work, number[]>>();
for (const one of all) samples.set(one, { requests: [], waits: [], park: [] });
for (let i = 0; i < Number(options.samples); i++) {
  for (const work of works) {
    for (const one of all) samples.get(one)?.[work].push(sample(one, work));
    process.stderr.write('.');
  }
}
process.stderr.write('\n');
rmSync(dir, { recursive: true });

const rows = all.map((one) => {
  const { requests, waits, park } = samples.get(one) as Record<Work, number[]>;
  const less = one.most === undefined ? '' : ` (${one.most.toLocaleString('en')} of them)`;
  const figure = (of: number[], digits = 0): string =>
    `${summary(of).median.toFixed(digits)}${digits === 0 ? less : ''}`;
  return [
    one.name,
    one.version,
    figure(requests),
    figure(waits),
    Math.round(summary(park).median).toLocaleString('en') + less,
  ];
});
const head = [
  '',
  'version',
  '10,000 requests, ms',
  '100,000 waits, ms',
  'bytes for one that waits',
];
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const machine = `${String(cpus().length)} × ${(cpus()[0]?.model ?? 'unknown').trim()}, median of ${options.samples}`;
console.log(`${table}\n\n${machine}`);

if (options.write) {
  const page = new URL('../../docs/performance.md', import.meta.url);
  const [start, end] = ['<!-- comparison -->', '<!-- end of comparison -->'];
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(start) as [string, string];
  const after = rest.split(end)[1] as string;
  writeFileSync(page, `${before}${start}\n\n${table}\n\n${machine}.\n\n${end}${after}`);
}
