/** The Go toolchain, if it is there: what is built with it is kept by the hash of its sources. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** testing/synctest has been there since. */
const OLDEST = 25;

/** The version of Go, or why the oracle cannot be asked, in one line. */
export function goVersion(): { version: string } | { missing: string } {
  const asked = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (asked.error !== undefined || asked.status !== 0) {
    return { missing: 'skipped: the Go oracle (go is not on the PATH)' };
  }
  const version = asked.stdout.trim();
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? 0);
  if (minor >= OLDEST) return { version };
  return { missing: `skipped: the Go oracle (${version} is older than go1.${String(OLDEST)})` };
}

/** The path of the oracle, built for this machine or for js/wasm. */
export function build(wasm: boolean): string {
  const sources = readdirSync(here).filter((name) => /\.(?:go|mod)$/.test(name));
  const hash = createHash('sha256');
  hash.update(execFileSync('go', ['env', 'GOVERSION']));
  for (const name of sources.sort()) hash.update(readFileSync(join(here, name)));
  const folder = join(tmpdir(), `millrace-oracle-${hash.digest('hex').slice(0, 16)}`);
  const path = join(folder, wasm ? 'oracle.wasm' : 'oracle');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const target = wasm ? { GOOS: 'js', GOARCH: 'wasm' } : {};
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', ...target };
  const fresh = `${path}.${String(process.pid)}`;
  execFileSync('go', ['build', '-o', fresh, '.'], { cwd: here, env });
  // Whoever builds it at the same time builds the same.
  renameSync(fresh, path);
  return path;
}

/** What runs Go's js/wasm programs on Node. */
export function wasmLoader(): string {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  return join(root, 'lib', 'wasm', 'wasm_exec_node.js');
}
