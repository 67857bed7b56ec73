/**
 * `npm run procs:programs`: programs whose processes live at three threads, each outcome held
 * against what the model of Go permits: those that Go itself has run, and random ones.
 * `-- --random 5000 --seed 7 --repeat 5`
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Program } from 'millrace/testing';
import { readOutcomes } from '../golang/oracle/recorded.ts';
import { closesOnce, permitted, programs, withoutLooks } from './support/permitted.ts';
import { Threads, type Threaded } from './support/threads.ts';

const { values } = parseArgs({
  options: {
    random: { type: 'string', default: '3000' },
    repeat: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const kinds = new Set<string>(['send', 'recv', 'select', 'close']);

/** Those that are about channels alone. */
const recorded = readOutcomes()
  .programs.map(({ program }): Program => ({
    chans: program.chans,
    procs: program.procs.map(withoutLooks).filter((steps) => steps.length > 0),
  }))
  .filter((it) => it.procs.flat().every(([kind]) => kinds.has(kind)))
  .filter((it) => it.procs.length > 1 && it.chans.length > 0 && closesOnce(it));
const random = fc.sample(programs, { numRuns: Number(values.random), seed });

const threads = new Threads();
const started = performance.now();
const draw = fc.sample(
  fc.record({
    places: fc.array(fc.nat({ max: 2 }), { minLength: 8, maxLength: 8 }),
    form: fc.constantFrom('generator' as const, 'async' as const),
    slow: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  }),
  { numRuns: (recorded.length + random.length) * Number(values.repeat), seed },
) as Threaded[];
let runs = 0;
let outside = 0;
const outcomes = new Set<string>();
for (const it of [...recorded, ...random]) {
  for (let i = 0; i < Number(values.repeat); i++) {
    const threaded = draw[runs++] as Threaded;
    const outcome = await threads.run(it, threaded);
    outcomes.add(`${JSON.stringify(it)} ${outcome}`);
    if (permitted(it, outcome).has(outcome)) continue;
    outside++;
    console.log(`OUTSIDE ${outcome}\n  ${JSON.stringify(it)}\n  ${JSON.stringify(threaded)}`);
  }
}
await threads.close();
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${String(recorded.length)} recorded and ${String(random.length)} random programs at three threads, seed ${String(seed)}: ` +
    `${String(runs)} runs, ${String(outcomes.size)} outcomes, ${String(outside)} outside of what Go permits; ${seconds} s`,
);
process.exitCode = outside === 0 ? 0 : 1;
