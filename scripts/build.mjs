// @ts-check
/**
 * Builds dist/ beside the old one and swaps them at the end, so that whoever reads dist/ meanwhile
 * never finds half of it, and files of an entry that is gone do not linger. With `--if-stale` it
 * builds only when a source is newer than what is built.
 */
import { readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = `${root}.build-${process.pid}`;
const old = `${root}.build-${process.pid}-old`;
const rollup = `${root}node_modules/rollup/dist/bin/rollup`;

/** @param {string} path */
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isStale() {
  // Folders count too: a file that was removed leaves no newer file behind, but a newer folder.
  const made = ['package.json', 'rollup.config.mjs', 'scripts/internal-names.mjs', 'tsconfig.json'];
  const sources = ['lib', ...made].concat(
    readdirSync(`${root}lib`, { recursive: true, encoding: 'utf8' }).map((file) => `lib/${file}`),
  );
  return Math.max(...sources.map((path) => modified(root + path))) > modified(`${root}dist`);
}

function build() {
  try {
    const started = new Date();
    const flags = ['-c', '--silent', '--failAfterWarnings', '-d', fresh];
    const run = spawnSync(process.execPath, [rollup, ...flags], { cwd: root, stdio: 'inherit' });
    if (run.status !== 0) return run.status ?? 1;
    // The build is as old as its start: a source saved meanwhile must count as newer.
    utimesSync(fresh, started, started);
    if (modified(`${root}dist`) !== 0) renameSync(`${root}dist`, old);
    renameSync(fresh, `${root}dist`);
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

process.exitCode = process.argv.includes('--if-stale') && !isStale() ? 0 : build();
