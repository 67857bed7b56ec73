// @ts-check
/** A Chromium without a window, if there is one: `CHROMIUM`, or one of its names on the PATH. */
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright-core';

/** The program; undefined if there is none. */
export function programOf() {
  const names = [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'];
  for (const name of names) {
    if (name === undefined) continue;
    const { stdout, error } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (error === undefined && stdout !== '') return stdout.trim();
  }
  return undefined;
}

/** @param {string} program */
export function launch(program) {
  const quiet = ['background-networking', 'component-update', 'sync'].map((x) => `--disable-${x}`);
  return chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', ...quiet],
  });
}
