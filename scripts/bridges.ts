/**
 * `npm run bridges`: a million numbers over every bridge, to a reader ten times slower than the source,
 * and ten thousand readers that leave at a random moment. Prints what was measured; fails if a value was
 * lost or came out of turn, if anything is left behind, or if the heap grew where a reader can slow
 * the source. `-- --count 100000 --times 1000 --seed 7`
 */
import { parseArgs } from 'node:util';
import { carriers } from './bridges/carriers.ts';
import { carried } from './bridges/carried.ts';
import { leavers } from './bridges/leavers.ts';

const MEBIBYTE = 1024 * 1024;
const BOUND = 20 * MEBIBYTE;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    times: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const count = Number(values.count);
const times = Number(values.times);

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

let bad = 0;

function row(...cells: (string | number)[]): void {
  const [name = '', ...rest] = cells.map(String);
  console.log(name.padEnd(34) + rest.map((cell) => cell.padStart(13)).join(''));
}

row(`${count} over each bridge`, 'lost, wrong', 'most ahead', 'heap, MiB', 'bound', 'seconds');
for (const carrier of carriers) {
  const { wrong, ahead, grown, ms } = await carried(carrier, count);
  const ok = wrong === 0 && (!carrier.pressure || grown < BOUND);
  if (!ok) bad++;
  row(
    carrier.name,
    wrong,
    ahead,
    (grown / MEBIBYTE).toFixed(2),
    carrier.pressure ? '20' : 'none',
    (ms / 1000).toFixed(1),
    ok ? '' : 'BAD',
  );
}

console.log();
row(`left ${times} times, seed ${values.seed}`, 'lost, wrong', 'left behind', 'delivered');
for (const { name, leave } of leavers) {
  const { delivered, wrong, left } = await leave(times, randomFrom(Number(values.seed)));
  if (wrong > 0 || left > 0) bad++;
  row(name, wrong, left, delivered, wrong > 0 || left > 0 ? 'BAD' : '');
}
process.exitCode = bad > 0 ? 1 : 0;
