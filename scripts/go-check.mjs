// @ts-check
/**
 * The checks that ask a real Go toolchain. `npm test` never needs Go; these run where it is at hand,
 * and where it is not they say so and succeed.
 */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/**
 * Each is a program of Node's that exits 0 when Go agrees with this tree, with its arguments. The
 * oracle is asked for as long as a gate may take; `npm run oracle` asks it at length.
 */
const checks = [
  'spec/golang/order/check.mjs',
  'spec/golang/guide/check.ts',
  'spec/golang/maxprocs/check.ts',
  'scripts/maxprocs-beside-go.ts',
  'spec/golang/oracle/check.ts --programs 3000 --runs 40 --equal 500 --ordered 500',
].map((line) => line.split(' '));

/** Checks may be TypeScript. */
const flags = ['--import=ts-blank-space/register', '--conditions=@millrace/source'];

let passed = 0;
let failed = 0;
let skipped = 0;

const go = spawnSync('go', ['version'], { encoding: 'utf8' });
if (go.error === undefined && go.status === 0) console.log(go.stdout.trim());

for (const [check = '', ...args] of checks) {
  if (go.error !== undefined || go.status !== 0) {
    console.log(`skipped: ${check} (go is not on the PATH)`);
    skipped++;
  } else if (!existsSync(check)) {
    console.log(`skipped: ${check} (not in this tree)`);
    skipped++;
  } else {
    console.log(`\n== ${check}`);
    const { status } = spawnSync(process.execPath, [...flags, check, ...args], {
      stdio: 'inherit',
    });
    if (status === 0) passed++;
    else failed++;
  }
}
console.log(`\ngo: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
