/**
 * `npm run consumers`: the packed package under TypeScript 5.4 to 7, and in bundles by esbuild, rollup
 * and webpack. Compilers and webpack are installed into a folder of their own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { bundle } from './consumers/bundle.ts';
import { compile } from './consumers/compile.ts';

const folder = 'scripts/consumers';
if (!existsSync(`${folder}/node_modules/.package-lock.json`)) {
  console.log('installing compilers…');
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

let faults = 0;
for (const { what, faults: found } of compile()) {
  console.log(`${what.padEnd(40)} ${found === '' ? 'compiles' : 'FAILED'}`);
  if (found !== '') {
    faults++;
    console.log(found);
  }
}
for await (const { what, bytes, faults: found } of bundle()) {
  console.log(
    `${what.padEnd(40)} ${String(bytes).padStart(6)} B  ${found.length === 0 ? 'runs' : 'FAILED'}`,
  );
  faults += found.length;
  for (const fault of found) console.log(`  ${fault}`);
}
console.log(faults === 0 ? 'all of it' : `${String(faults)} faults`);
process.exitCode = faults === 0 ? 0 : 1;
