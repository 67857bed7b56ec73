import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ask } from './processes.ts';
import type { Sample } from './question.ts';

/** The Go twins, built once for a run. */
export interface GoTwin {
  readonly version: string;
  sample(name: string, minMs: number): Promise<Sample>;
}

// The toolchain that is there, as it is: nothing is fetched for a benchmark.
const env = { GOTOOLCHAIN: 'local', GOFLAGS: '', CGO_ENABLED: '0', GOWORK: 'off' };

/** Builds `source`; undefined when there is no `go` on the PATH. */
export function buildTwin(source: string): GoTwin | undefined {
  const version = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (version.error !== undefined) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'millrace-twin-'));
  process.on('exit', () => {
    rmSync(dir, { recursive: true, force: true });
  });
  const twin = join(dir, process.platform === 'win32' ? 'twin.exe' : 'twin');
  const build = spawnSync('go', ['build', '-o', twin, '.'], {
    cwd: source,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (build.status !== 0) throw new Error(`go build failed in ${source}\n${build.stderr}`);
  return {
    version: version.stdout.trim(),
    sample: async (name, minMs) =>
      (await ask(twin, ['-min-ms', String(minMs), name], { GOMAXPROCS: '1' })) as Sample,
  };
}
