/** `npm run procs:kills -- --kills 1000 --seed 7`: kills threads at work, and counts what became of it. */
import { parseArgs } from 'node:util';
import { isSound, kills, type Kills } from './support/kills.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string' } },
});
const total = Number(values.kills);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const ROUND = 50;
const capacities = [0, 1, 16, 128];
/** A thread that is not answered in this time hangs. */
const HANG_MS = 60_000;

console.log(`seed ${seed}`);
let unsound = 0;
const sum: Record<string, number> = {};
const watchdog = setInterval(() => {
  if (Date.now() - roundAt < HANG_MS) return;
  console.log('a hang: nothing ended for a minute');
  process.exit(1);
}, 1000);
let roundAt = Date.now();
for (let at = 0, round = 0; at < total; at += ROUND, round++) {
  roundAt = Date.now();
  const capacity = capacities[round % capacities.length] as number;
  // To run out of memory takes long: twice is enough.
  const result = await kills(Math.min(ROUND, total - at), seed + round, capacity);
  add(result);
  console.log(`round ${round}, capacity ${capacity}: ${JSON.stringify(result)}`);
}
add(await kills(2, seed, 16, ['fill']));
clearInterval(watchdog);
console.log(`all: ${JSON.stringify(sum)}`);
console.log(unsound === 0 ? 'sound' : `${unsound} rounds are not sound`);
if (unsound > 0) process.exitCode = 1;

function add(result: Kills): void {
  const { by, ...counts } = result;
  if (!isSound(result)) unsound++;
  for (const [key, value] of Object.entries({ ...counts, ...by }))
    sum[key] = (sum[key] ?? 0) + value;
}
