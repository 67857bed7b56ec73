import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Newest change below a folder, in milliseconds since the epoch. @param {string} dir */
function newest(dir) {
  let time = 0;
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    time = Math.max(time, statSync(join(dir, name)).mtimeMs);
  }
  return time;
}

/** Oldest file of the build that the measurements load; 0 when there is none. */
function built() {
  try {
    return statSync(join(root, 'dist/index.js')).mtimeMs;
  } catch {
    return 0;
  }
}

/** Runs `npm run build` when `dist` is missing or older than `lib`. */
export function buildIfStale() {
  if (built() >= newest(join(root, 'lib'))) return;
  console.error('dist is missing or older than lib: npm run build');
  const { status } = spawnSync('npm', ['run', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
