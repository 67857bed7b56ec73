/**
 * What a thread too many costs: worker threads × quota, in real groups of cgroup v1.
 *
 *     npm run maxprocs:sweep               # a minute or so, in which all else stands still
 *     npm run maxprocs:sweep -- --ms 1000  # a quick look
 *
 * It needs root and cgroup v1; where one is missing it says which, and succeeds.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hierarchies, shellIn, type Hierarchies } from '../spec/maxprocs/support/groups.ts';
import { sourceFlags } from '../spec/support/source-flags.ts';

const { values } = parseArgs({ options: { ms: { type: 'string', default: '4000' } } });
const load = new URL('maxprocs-sweep/load.ts', import.meta.url).pathname;
const WORKERS = [1, 2, 4, 8];
const QUOTAS = [null, 1, 0.5];

/** How many periods the group was stopped in. */
function throttled(group: string): number {
  return Number(/^nr_throttled (\d+)$/m.exec(readFileSync(join(group, 'cpu.stat'), 'utf8'))?.[1]);
}

/** Time for an operation in µs, lateness in ms, and of how many periods. */
function cell(group: string, workers: number): [string, string, number] {
  const before = throttled(group);
  const command = [process.execPath, ...sourceFlags, load, String(workers), values.ms];
  const out = execFileSync('sh', shellIn([group], '', command), { encoding: 'utf8' });
  const { usPerOp, p99 } = JSON.parse(out) as { usPerOp: number; p99: number };
  return [usPerOp.toFixed(0), p99.toFixed(1), throttled(group) - before];
}

function sweep(at: Hierarchies): void {
  const names = QUOTAS.map((quota) => (quota === null ? 'no quota' : `quota ${quota.toFixed(1)}`));
  const head = names.flatMap((name) => [`${name}, µs/op`, 'lag p99, ms', 'throttled']);
  const lines = [['workers', ...head], ['workers', ...head].map(() => '---')];
  const groups = QUOTAS.map((quota, i) => at.limited(`sweep-${String(i)}`, quota));
  // Next to nothing of what else the machine does is in the figures; that has to wait.
  for (const group of groups) writeFileSync(join(group, 'cpu.shares'), '262144');
  for (const workers of WORKERS) {
    const cells = groups.flatMap((group) => cell(group, workers).map(String));
    lines.push([String(workers), ...cells]);
    process.stderr.write(`${String(workers)} workers: measured\n`);
  }
  console.log(`Node ${process.version}, ${String(cpus().length)} CPUs, ${values.ms} ms a cell\n`);
  for (const line of lines) console.log(`| ${line.join(' | ')} |`);
}

const at = hierarchies();
if (typeof at === 'string') {
  console.log(`skipped: ${at}`);
} else {
  try {
    sweep(at);
  } finally {
    at.remove();
  }
}
