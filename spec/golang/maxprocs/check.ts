/**
 * Our parsers against Go's own, on the same random files: a test of ours is laid over the folder of
 * Go's package `internal/runtime/cgroup`, which nobody else may import.
 *
 *     node … spec/golang/maxprocs/check.ts [--cases 20000] [--seed 1]
 *
 * Where Go has another such package, or none, it says so and succeeds.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { unescape } from '../../../lib/maxprocs/escape.ts';
import { Fault } from '../../../lib/maxprocs/fault.ts';
import { v1Number, v2Bandwidth } from '../../../lib/maxprocs/limits.ts';
import { firstMembership } from '../../../lib/maxprocs/membership.ts';
import { firstFolder } from '../../../lib/maxprocs/mounts.ts';
import { cases, type Case } from './cases.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
});

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** What Go's side writes of a case: `fault`, or what it found. */
function answer({ kind, text, group, version }: Case): string {
  switch (kind) {
    case 'v1':
      return unless(v1Number(text), String);
    case 'v2':
      return unless(v2Bandwidth(text), (found) =>
        found === null ? 'null' : String(found.quota / found.period),
      );
    case 'cgroup':
      return unless(firstMembership(text), ({ version, path }) => `${version} ${base64(path)}`);
    case 'mount':
      return unless(firstFolder(text, { version, path: group }), base64);
    case 'escape':
      return unless(unescape(text), base64);
  }
}

function unless<T>(found: T | Fault, write: (found: T) => string): string {
  return found instanceof Fault ? 'fault' : write(found);
}

/** Two languages write one number in two ways; -0 and 0 are one limit, and no number is none. */
function same({ kind }: Case, ours: string, theirs: string): boolean {
  if (kind !== 'v1' && kind !== 'v2') return ours === theirs;
  if (ours === theirs) return true;
  const [a, b] = [Number(ours), Number(theirs.replace('Inf', 'Infinity'))];
  return a === b || (ours === 'NaN' && theirs === 'NaN');
}

function check(folder: string): void {
  const all = fc.sample(cases, { numRuns: Number(values.cases), seed: Number(values.seed) });
  const [input, output, overlay] = ['cases', 'results', 'overlay'].map((name) =>
    join(folder, `${name}.json`),
  ) as [string, string, string];
  writeFileSync(
    input,
    JSON.stringify(
      all.map((one) => ({ ...one, text: base64(one.text), group: base64(one.group) })),
    ),
  );
  const goRoot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
  const place = join(goRoot, 'src/internal/runtime/cgroup/millrace_test.go');
  const source = new URL('parsers_test.go', import.meta.url).pathname;
  writeFileSync(overlay, JSON.stringify({ Replace: { [place]: source } }));
  const flags = ['test', '-overlay', overlay, '-count=1', '-run', 'TestMillrace$'];
  const env = { ...process.env, MILLRACE_CASES: input, MILLRACE_RESULTS: output };
  const go = spawnSync('go', [...flags, 'internal/runtime/cgroup'], { env, encoding: 'utf8' });
  if (/build failed|setup failed|is not in std/.test(go.stdout + go.stderr)) {
    console.log('skipped: this Go reads cgroups in another way, or not at all');
    return;
  }
  if (go.status !== 0) throw new Error(go.stdout + go.stderr);
  const results = JSON.parse(readFileSync(output, 'utf8')) as string[];
  const found: { [kind: string]: number } = {};
  let differ = 0;
  for (const [i, one] of all.entries()) {
    const [ours, theirs] = [answer(one), results[i] ?? 'nothing'];
    if (theirs !== 'fault') found[one.kind] = (found[one.kind] ?? 0) + 1;
    if (same(one, ours, theirs) || ++differ > 10) continue;
    console.log(`${JSON.stringify(one).slice(0, 400)}\n  ours ${ours}, Go's ${theirs}`);
  }
  const kinds = Object.entries(found).map(([kind, count]) => `${kind} ${String(count)}`);
  console.log(
    `${String(all.length)} cases, ${String(differ)} differ; no fault: ${kinds.join(', ')}`,
  );
  if (differ > 0) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-parsers-'));
try {
  check(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
