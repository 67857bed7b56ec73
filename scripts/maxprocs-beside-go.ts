/**
 * One table of real groups: the truth, what our three rules make of it, and what Go and automaxprocs
 * make of it themselves. Fails where our rule of a name differs from its namesake.
 *
 *     node --import=ts-blank-space/register --conditions=@millrace/source scripts/maxprocs-beside-go.ts
 *
 * It needs root, cgroup v1, Go and the module of automaxprocs; where one is missing it says which,
 * and succeeds.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hierarchies, inside, shellIn, type Hierarchies } from '../spec/maxprocs/support/groups.ts';
import { ready, scenarios } from '../spec/maxprocs/support/scenarios.ts';

const here = new URL('maxprocs-beside-go', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'millrace-beside-'));
const binary = join(folder, 'beside');

/** What main.go prints. */
interface Theirs {
  readonly go: number;
  readonly version: string;
  readonly automaxprocs: number | null;
}

/** What is missing for it, if anything is. */
function missing(at: Hierarchies | string): string | undefined {
  if (typeof at === 'string') return at;
  const go = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (go.error !== undefined || go.status !== 0) return 'go is not on the PATH';
  const build = spawnSync('go', ['build', '-o', binary, '.'], {
    cwd: here,
    encoding: 'utf8',
  });
  return build.status === 0 ? undefined : `go build: ${build.stderr.trim()}`;
}

async function table(at: Hierarchies): Promise<boolean> {
  const { GOMAXPROCS: _, ...env } = process.env;
  const rows: { [column: string]: string | number | null }[] = [];
  let version = '';
  let agree = true;
  for (const [title, { groups, prepare = '', truth }] of Object.entries(scenarios)) {
    if (title.includes('cpuset') && at.cpuset === undefined) continue;
    const made = groups(at);
    const shell = ready(prepare, made, at);
    const ours = await inside(made, shell);
    const printed = execFileSync('sh', shellIn(made, shell, [binary]), {
      env,
      encoding: 'utf8',
    });
    const theirs = JSON.parse(printed) as Theirs;
    ({ version } = theirs);
    agree &&= ours.go === theirs.go && ours.automaxprocs === theirs.automaxprocs;
    rows.push({
      group: title.split(', ')[0] ?? title,
      quota: truth,
      cpus: ours.cpus,
      millrace: ours.millrace,
      'our go': ours.go,
      Go: theirs.go,
      'our automaxprocs': ours.automaxprocs,
      automaxprocs: theirs.automaxprocs,
    });
  }
  console.log(`${version}, automaxprocs v1.6.0, Node ${process.version}`);
  console.table(rows);
  console.log(agree ? 'each rule agrees with its namesake' : 'a rule differs from its namesake');
  return agree;
}

const at = hierarchies();
try {
  const why = missing(at);
  if (typeof at === 'string' || why !== undefined) console.log(`skipped: ${why ?? ''}`);
  else if (!(await table(at))) process.exitCode = 1;
} finally {
  if (typeof at !== 'string') at.remove();
  rmSync(folder, { recursive: true, force: true });
}
