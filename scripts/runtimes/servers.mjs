// @ts-check
/** The runtimes that are programs: Node's versions, Deno and Bun, installed from npm. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { excuses } from './left-out.mjs';
import { absent, different } from './row.mjs';
import { allSpecs, mocha, portableSpecs, titlesIn } from './specs.mjs';

const modules = resolve('scripts/runtimes/node_modules');
const source = '--conditions=@millrace/source';
const withoutLoader = ['--config', 'scripts/runtimes/mocharc.json'];

/**
 * @typedef {object} Server
 * @property {string} runtime
 * @property {string} engine
 * @property {string} program
 * @property {string[]} args
 * @property {string[]} options of mocha
 * @property {() => string[]} specs
 */

/** @type {readonly Server[]} */
export const servers = [
  ...['20', '22', '24', '26'].map((major) => ({
    runtime: `Node ${major}`,
    engine: 'V8',
    program: `${modules}/node${major}/bin/node`,
    args: [],
    options: [],
    specs: allSpecs,
  })),
  {
    runtime: 'Deno',
    engine: 'V8',
    program: `${modules}/@deno/linux-x64-glibc/deno`,
    args: ['run', '-A', '--no-lock', '--node-modules-dir=manual', '--v8-flags=--expose-gc', source],
    options: withoutLoader,
    specs: portableSpecs,
  },
  {
    runtime: 'Bun',
    engine: 'JavaScriptCore',
    program: `${modules}/@oven/bun-linux-x64/bin/bun`,
    args: ['--bun', '--expose-gc', source],
    options: withoutLoader,
    specs: portableSpecs,
  },
];

/** Installs them, once. Gives why that failed, if it did. */
export function install() {
  if (existsSync(`${modules}/.package-lock.json`)) return undefined;
  console.log('installing runtimes…');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: 'scripts/runtimes',
    encoding: 'utf8',
  });
  return status === 0 ? undefined : stderr.trim().split('\n')[0];
}

/** @param {string} program */
function versionOf(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
}

/**
 * Runs the specs on one of them.
 * @param {Server} server
 * @param {string} only a part of the path of what is run
 * @returns {Promise<import('./row.mjs').Row>}
 */
export async function runOn({ runtime, engine, program, args, options, specs }, only) {
  const version = existsSync(program) ? versionOf(program) : undefined;
  if (version === undefined) return absent(runtime, 'npm has no program of it for this machine');
  const files = specs().filter((file) => file.includes(only));
  const wanted = await titlesIn(files);
  const began = performance.now();
  const env = { MILLRACE_RUNTIME: runtime };
  const skipping = [...options, '--require', './scripts/runtimes/skip.mjs'];
  const { report, printed } = await mocha(program, args, files, { options: skipping, env });
  const seconds = (performance.now() - began) / 1000;
  const row = { runtime, version, engine, passed: 0, failed: 0, skipped: 0, seconds };
  if (report === null)
    return { ...row, failed: 1, faults: [`no report:\n${printed.slice(-2000)}`] };
  const { tests, failures, pending } = report;
  const ran = new Set(failures.map(({ fullTitle }) => fullTitle));
  const faults = failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message ?? ''}`);
  faults.push(
    ...different(
      wanted,
      tests.map(({ fullTitle }) => fullTitle),
    ),
  );
  if (tests.length === 0) faults.push('no test was run');
  const { excused, unused } = excuses(runtime, tests);
  for (const { fullTitle } of pending.filter(
    (test) => !excused.some(({ fullTitle: title }) => title === test.fullTitle),
  )) {
    faults.push(`skipped without a reason: ${fullTitle}`);
  }
  if (only === '') {
    faults.push(...unused.map(({ file, test }) => `excused, and not there: ${file}: ${test}`));
  }
  return {
    ...row,
    passed: tests.length - ran.size - pending.length,
    failed: failures.length,
    skipped: pending.length,
    faults,
  };
}
