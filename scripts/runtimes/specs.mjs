// @ts-check
/** Which spec files there are, and which tests are in them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeOnly } from './left-out.mjs';

/** @typedef {import('./specs.d.mts').Report} Report */

/** Every spec file. */
export function allSpecs() {
  return readdirSync('spec', { recursive: true, encoding: 'utf8' })
    .map((file) => `spec/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.spec.ts'))
    .toSorted();
}

/** Those that every runtime runs. */
export function portableSpecs() {
  return allSpecs().filter(
    (file) => !Object.keys(nodeOnly).some((beginning) => file.startsWith(beginning)),
  );
}

/**
 * Runs mocha; gives its report, and what it printed.
 * @param {string} program
 * @param {readonly string[]} args before mocha's
 * @param {readonly string[]} files
 * @param {{ options?: string[]; env?: Record<string, string>; minutes?: number }} [more]
 * @returns {Promise<{ report: Report | null; printed: string }>}
 */
export async function mocha(program, args, files, { options = [], env = {}, minutes = 8 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-runtime-'));
  const output = join(folder, 'report.json');
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${output}`];
  const all = [...args, 'node_modules/mocha/bin/mocha.js', ...options, ...reporter, ...files];
  const settings = {
    env: { ...process.env, NO_COLOR: '1', ...env },
    timeout: minutes * 60_000,
    killSignal: /** @type {const} */ ('SIGKILL'),
    maxBuffer: 2 ** 28,
  };
  let printed = '';
  try {
    const { stdout, stderr } = await promisify(execFile)(program, all, settings);
    printed = stdout + stderr;
  } catch (error) {
    const { stdout, stderr, message } = /** @type {Error & { stdout: string; stderr: string }} */ (
      error
    );
    // A test that fails is a status that is not 0 too; the report says that better.
    printed = stdout + stderr || message;
  }
  try {
    return { report: JSON.parse(readFileSync(output, 'utf8')), printed };
  } catch {
    return { report: null, printed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The titles of the tests in some files, as this Node finds them without running any.
 * @param {readonly string[]} files
 */
export async function titlesIn(files) {
  const { report, printed } = await mocha(process.execPath, [], files, { options: ['--dry-run'] });
  if (report === null || report.tests.length === 0) throw new Error(`no tests found: ${printed}`);
  return report.tests.map(({ fullTitle }) => fullTitle);
}
