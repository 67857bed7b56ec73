// @ts-check
/**
 * The properties again, longer and from a new seed: `npm run laws -- --runs 100000 --seed 7`.
 * Both numbers are printed first; the same two give the same run.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
for (const [name, value] of [
  ['runs', values.runs],
  ['seed', seed],
]) {
  if (!/^-?\d+$/.test(value)) {
    console.error(`laws: --${name} takes an integer, not ${value}`);
    process.exit(2);
  }
}
console.log(`laws: --runs ${values.runs} --seed ${seed}`);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/mocha/bin/mocha.js', '--timeout', '0', 'spec/laws/**/*.spec.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, MILLRACE_RUNS: values.runs, MILLRACE_SEED: seed },
  },
);
process.exitCode = status ?? 1;
