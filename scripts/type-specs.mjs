// @ts-check
/**
 * The type specs, seen by two kinds of consumer: one that resolves as Node does and reads lib/, one
 * that resolves as a bundler does and reads the typings of dist/.
 */
import { spawnSync } from 'node:child_process';

/** @param {string[]} args */
const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

const more = process.argv.slice(2);
const config = ['--config', 'spec/types/tstyche.json'];

let status = node('scripts/build.mjs', '--if-stale');
for (const resolution of status === 0 ? ['nodenext', 'bundler'] : []) {
  console.log(`\n== type specs, ${resolution}`);
  const project = ['--tsconfig', `spec/types/tsconfig.${resolution}.json`];
  status ||= node('node_modules/tstyche/build/bin.js', ...config, ...project, ...more);
}
process.exitCode = status;
