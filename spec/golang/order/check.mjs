// @ts-check
/**
 * Asks Go itself: builds `main.go` for js/wasm, where Go is as single-threaded and cooperative as we
 * are, and compares in which order its goroutines and ours ran. `--record` writes down what Go
 * said, for the spec, which does without Go.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const recording = join(here, 'recorded.json');

if (spawnSync('go', ['version']).error !== undefined) {
  console.log('skipped: the order of goroutines against Go (go is not on the PATH)');
  process.exit(0);
}

const js = ['--import=ts-blank-space/register', '--conditions=@millrace/source'];
const go = fromGo();
const ours = rows(execFileSync(process.execPath, [...js, join(here, 'show.ts')], text(here)));

if (process.argv.includes('--record')) {
  writeFileSync(recording, `${JSON.stringify(go, null, 2)}\n`);
  console.log(`recorded what ${go.go} says`);
}
/** @type {{ go: string, rows: Record<string, string> }} */
const recorded = JSON.parse(readFileSync(recording, 'utf8'));

let differences = 0;
for (const [name, said] of Object.entries(go.rows)) {
  if (recorded.rows[name] !== said)
    complain(name, `recorded (${recorded.go})`, recorded.rows[name], said);
  const own = ours[name];
  if (own === undefined) console.log(`no program of ours yet: ${name}`);
  else if (own !== said) complain(name, 'ours', own, said);
}
for (const name of Object.keys(ours)) {
  if (!(name in go.rows)) complain(name, 'ours', ours[name], undefined);
}
console.log(`${go.go}: ${Object.keys(ours).length} programs compared, ${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

/** @param {string} name @param {string} who @param {string | undefined} what @param {string | undefined} said */
function complain(name, who, what, said) {
  differences++;
  console.log(`${name}\n  Go:  ${said ?? 'nothing'}\n  ${who}: ${what ?? 'nothing'}`);
}

/** @returns {{ go: string, rows: Record<string, string> }} */
function fromGo() {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-order-'));
  const env = { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  const options = { ...text(here), env };
  try {
    const wasm = join(dir, 'order.wasm');
    execFileSync('go', ['build', '-o', wasm, '.'], options);
    const asked = execFileSync('go', ['env', 'GOVERSION', 'GOROOT'], options).trim().split('\n');
    const [version, root] = /** @type {[string, string]} */ (asked);
    const loader = join(root, 'lib', 'wasm', 'wasm_exec_node.js');
    return {
      go: `${version} js/wasm`,
      rows: rows(execFileSync(process.execPath, [loader, wasm], text(here))),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @param {string} cwd @returns {{ cwd: string, encoding: 'utf8' }} */
function text(cwd) {
  return { cwd, encoding: 'utf8' };
}

/** @param {string} output @returns {Record<string, string>} */
function rows(output) {
  const lines = output.trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => /** @type {[string, string]} */ (line.split(': '))),
  );
}
