import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The package as its users get it: packed, and unpacked beside a project that depends on it. */
export type Packed = {
  /** The file `npm pack` made. */
  tarball: string;
  /** The folder of a project that has the package, and nothing else, in its node_modules. */
  consumer: string;
  /** The unpacked package itself. */
  root: string;
};

let made: Packed | undefined;

/**
 * Packs once per process; builds first when dist/ is older than its sources.
 *
 * The project lies outside of the repository: inside, a look-up that misses would climb to the
 * repository's own node_modules and find what a user does not have.
 */
export function packed(): Packed {
  if (made !== undefined) return made;
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { stdio: 'pipe' });
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-')));
  process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
  const flags = ['--silent', '--ignore-scripts', '--pack-destination', dir];
  const name = execFileSync('npm', ['pack', ...flags], { encoding: 'utf8', stdio: 'pipe' }).trim();
  const tarball = join(dir, name);
  const consumer = join(dir, 'consumer');
  const root = join(consumer, 'node_modules', 'millrace');
  mkdirSync(root, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', root, '--strip-components=1']);
  made = { tarball, consumer, root };
  return made;
}
