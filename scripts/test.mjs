// @ts-check
/**
 * `npm test`, the gate: every check that needs neither a network nor Go, in two lanes, up to the
 * first that fails. What a check prints is shown when it is over. The last line counts single tests
 * of mocha and tstyche; a step without tests of its own that fails counts as one failure, and a check
 * left out on purpose as one skip.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const bin = {
  mocha: 'node_modules/mocha/bin/mocha.js',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  'size-limit': 'node_modules/size-limit/bin.js',
  tsc: 'node_modules/typescript/bin/tsc',
  tsc7: 'node_modules/typescript7/bin/tsc',
};

/** @typedef {{ passed: number; failed: number; skipped: number }} Count */
/** @typedef {{ name: string; args: string[]; count?: (output: string) => Count }} Step */

/** Specs that start processes wait for them: beside them the others have a core to themselves. */
const startsProcesses =
  /child_process|\/child\.ts|support\/(?:packed|groups|terminal)|consumer\/compile/;

/** @param {boolean} processes */
function specs(processes) {
  return readdirSync('spec', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.spec.ts'))
    .map((file) => `spec/${file}`)
    .filter((file) => startsProcesses.test(readFileSync(file, 'utf8')) === processes)
    .toSorted();
}

/** @type {Step} */
const build = { name: 'build', args: ['scripts/build.mjs'] };

/** @type {Step[][]} */
const lanes = [
  [
    { name: 'types, TypeScript 7', args: [bin.tsc7, '--noEmit'] },
    { name: 'types, TypeScript 6', args: [bin.tsc, '--noEmit'] },
    { name: 'types of the scripts', args: [bin.tsc7, '-p', 'scripts'] },
    { name: 'types of the site', args: [bin.tsc7, '-p', 'docs/.vitepress'] },
    { name: 'lint', args: [bin.oxlint, '--type-aware', '--deny-warnings', ...sources()] },
    { name: 'format', args: [bin.prettier, '--check', '--log-level', 'warn', ...sources()] },
    { name: 'documentation of the API', args: ['scripts/site.mjs', '--check'] },
    { name: 'size', args: [bin['size-limit']] },
    { name: 'type specs', args: ['scripts/type-specs.mjs'], count: tstycheCount },
    { name: 'specs with processes', args: [bin.mocha, ...specs(true)], count: mochaCount },
  ],
  [{ name: 'specs', args: [bin.mocha, ...specs(false)], count: mochaCount }],
];

function sources() {
  return ['lib', 'spec', 'scripts', 'bench', 'examples', 'docs/.vitepress'];
}

/** @param {string} output @param {RegExp} pattern */
function sum(output, pattern) {
  let total = 0;
  for (const match of output.matchAll(pattern)) total += Number(match[1]);
  return total;
}

/** @param {string} output @returns {Count} */
function mochaCount(output) {
  return {
    passed: sum(output, /^ {2}(\d+) passing/gm),
    failed: sum(output, /^ {2}(\d+) failing/gm),
    skipped: sum(output, /^ {2}(\d+) pending/gm),
  };
}

/** @param {string} output @returns {Count} */
function tstycheCount(output) {
  const lines = [...output.matchAll(/^Tests: .*/gm)].join('\n');
  return {
    passed: sum(lines, /(\d+) passed/g),
    failed: sum(lines, /(\d+) failed/g),
    skipped: sum(lines, /(\d+) (?:skipped|todo)/g),
  };
}

/**
 * Keeps a step's output, to show it whole and to count from.
 * @param {Step} step
 * @returns {Promise<{ ok: boolean; output: string }>}
 */
function perform(step) {
  return new Promise((resolve, reject) => {
    const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
    const child = spawn(process.execPath, step.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...color },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
        output += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ ok: code === 0, output });
    });
  });
}

/** @type {Count} */
const total = { passed: 0, failed: 0, skipped: 0 };
const started = performance.now();

/** @param {Step} step */
async function take(step) {
  console.log(`.. ${step.name}`);
  const at = performance.now();
  const { ok, output } = await perform(step);
  console.log(`\n== ${step.name}`);
  process.stdout.write(output);
  const count = step.count?.(stripVTControlCharacters(output)) ?? {
    passed: 0,
    failed: 0,
    skipped: 0,
  };
  if (ok && step.count !== undefined && count.passed === 0) {
    console.log(`${step.name}: no test was counted`);
    count.failed++;
  }
  if (!ok) count.failed ||= 1;
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  console.log(`-- ${step.name}: ${seconds(at)} s`);
  if (count.failed > 0) failed.push(step.name);
}

/** @type {string[]} */
const failed = [];
await take(build);
await Promise.all(
  lanes.map(async (steps) => {
    for (const step of steps) if (failed.length === 0) await take(step);
  }),
);
if (failed.length > 0) {
  console.log(`\nfailed: ${failed.join(', ')}; what would have come after it did not run`);
  process.exitCode = 1;
}

const go = spawnSync('go', ['version']).error === undefined ? 'go is there' : 'no go on the PATH';
const leftOut = [
  `the checks that ask Go (${go}; npm run go:check)`,
  'the main job on PostgreSQL (scripts/with-postgres.sh npm start)',
];
console.log();
for (const what of leftOut) console.log(`left out: ${what}`);
total.skipped += leftOut.length;
console.log(`all in ${seconds(started)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

/** @param {number} since */
function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}
