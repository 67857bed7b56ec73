/**
 * `npm run mutants`: tries every mutant, and the kernel as it is. Options: `--seed 7`, `--only name`
 * (several times, if need be), `--rounds 3`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stop } from 'esbuild';
import { goneWrong, heading, lineOf, recordedOrders } from './report.ts';
import { mutants } from './table.ts';
import { tried, type Tried } from './try.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
  },
});
const { only } = values;
const chosen = mutants.filter(({ name }) => only === undefined || only.includes(name));
if (chosen.length < (only ?? mutants).length) {
  console.error(`there is no such mutant; there are: ${mutants.map(({ name }) => name).join(' ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-mutants-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const trying = {
  seed: Number(values.seed),
  rounds: Number(values.rounds),
  first: 15,
  ordered: recordedOrders(),
  folder,
};
console.log(`${String(chosen.length)} mutants, seed ${values.seed}\n\n${heading}`);

const wrong: string[] = [];
const all: Tried[] = [];
const queue = [null, ...chosen];

async function worker(): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const name = mutant?.name ?? 'the kernel as it is';
    try {
      const one = await tried(mutant, trying);
      if (mutant !== null) all.push(one);
      wrong.push(...goneWrong(mutant, one));
      console.log(lineOf(mutant, one));
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message}`);
      console.log(wrong.at(-1));
    }
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
await stop();

const killed = all.filter(({ kill }) => kill !== null);
const times = all.map(({ seconds }) => seconds).sort((a, b) => a - b);
const longest = Math.max(0, ...killed.map(({ kill }) => kill?.failure.replay.length ?? 0));
const [failed, of] = [0, 1].map((i) => killed.reduce((sum, { again }) => sum + (again[i] ?? 0), 0));
console.log(`
${String(killed.length)} of ${String(chosen.length)} killed, seed ${values.seed}, in ${((performance.now() - started) / 1000).toFixed(1)} s
seconds: worst ${(times.at(-1) ?? 0).toFixed(1)}, median ${(times[times.length >> 1] ?? 0).toFixed(1)}
replays: ${String(failed)} of ${String(of)} fail again; the longest string has ${String(longest)} characters`);
for (const one of wrong) console.log(`WRONG: ${one}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
