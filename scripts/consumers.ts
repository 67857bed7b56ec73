/**
 * `npm run consumers`: what users' tools make of the packed package. Two tables: the typings under
 * TypeScript 5.4 to 7, as Node resolves and as a bundler does, with the types of no host, of a page and
 * of Node, as ES modules and as CommonJS; and the bundles of esbuild, rollup and webpack, each run.
 * The tools come from npm, into scripts/consumers.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundlers } from '../spec/package/bundles/bundlers.ts';
import { judge } from '../spec/package/bundles/judge.ts';
import { programs } from '../spec/package/bundles/programs.ts';
import { compile, hosts, resolutions, type Host } from '../spec/package/consumer/compile.ts';
import type { Resolution } from '../spec/package/consumer/compile.ts';
import { webpackFrom } from './consumers/webpack.ts';

const folder = resolve('scripts/consumers');

if (!existsSync(`${folder}/node_modules/.package-lock.json`)) {
  console.log('installing compilers and webpack…');
  const options = { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' } as const;
  if (spawnSync('npm', ['ci', '--no-audit', '--no-fund'], options).status !== 0) process.exit(1);
}

const older = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9'];
const compilers = [
  ...older.map((version) => `${folder}/node_modules/typescript${version}`),
  resolve('node_modules/typescript'),
  resolve('node_modules/typescript7'),
];

function versionIn(module: string): string {
  const { version } = JSON.parse(readFileSync(`${module}/package.json`, 'utf8')) as {
    version: string;
  };
  return version;
}

const faults: string[] = [];

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const [head, ...body] = rows.map((row) => row.map((cell, i) => cell.padEnd(widths?.[i] ?? 0)));
  const line = widths?.map((width) => '-'.repeat(width)) ?? [];
  for (const row of [head ?? [], line, ...body]) console.log(`| ${row.join(' | ')} |`);
  console.log();
}

const kinds = (Object.keys(resolutions) as Resolution[]).flatMap((resolution) =>
  (Object.keys(hosts) as Host[]).map((host) => ({ resolution, host })),
);

async function typings(module: string): Promise<string[]> {
  const name = `TypeScript ${versionIn(module)}`;
  const cells: string[] = [];
  for (const { resolution, host } of kinds) {
    try {
      await compile(`${module}/bin/tsc`, resolution, host);
      cells.push('compiles');
    } catch (error) {
      cells.push('FAILS');
      faults.push(`${name}, ${resolution}, ${host}: ${(error as Error).message}`);
    }
  }
  return [name, ...cells];
}

const typed = [['typings', ...kinds.map(({ resolution, host }) => `${resolution}, ${host}`)]];
for (const module of compilers) typed.push(await typings(module));
table(typed);

const all = { ...bundlers, webpack: await webpackFrom(folder) };
const places = { esbuild: '.', rollup: '.', webpack: folder };
const names = (['esbuild', 'rollup', 'webpack'] as const).map((bundler) => {
  const version = versionIn(resolve(places[bundler], 'node_modules', bundler));
  return { bundler, title: `${bundler} ${version}` };
});
const bundled = [['bytes of a bundle / budget', ...names.map(({ title }) => title)]];
for (const program of programs) {
  const cells: string[] = [];
  for (const { bundler } of names) {
    const { bytes, faults: found } = await judge(program, bundler, all[bundler]);
    const budget = `${String(bytes)} / ${String(program.budget[bundler])}`;
    cells.push(`${budget}${found.length > 0 ? ' FAILS' : ''}`);
    faults.push(...found.map((fault) => `${program.name}, ${bundler}: ${fault}`));
  }
  bundled.push([program.name, ...cells]);
}
table(bundled);

for (const fault of faults) console.log(fault);
const compiled = compilers.length * kinds.length;
const built = programs.length * names.length;
console.log(`${String(compiled)} compilations, ${String(built)} bundles, each run`);
console.log(faults.length > 0 ? `${String(faults.length)} failed` : 'all is well');
if (faults.length > 0) process.exitCode = 1;
