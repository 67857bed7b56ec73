import { go, run, until } from 'millrace';
import type { Routine } from 'millrace';
import { fetchUserData, lookUpMs } from './fetch-user-data.ts';
import { goroutineBytes } from './goroutine-bytes.ts';
import { goroutines } from './goroutines.ts';
import { parseOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { int, outcomeLines, progressOn } from './report.ts';
import { openStore } from './store.ts';

function* main(options: Options): Routine<void> {
  yield* twoLookUps();
  yield* manyRequests(options);
}

function* twoLookUps(): Routine<void> {
  console.log(`fetchUserData: two look-ups of ${lookUpMs} ms at once`);
  const start = performance.now();
  const { name, posts } = yield* fetchUserData(7);
  const tookMs = performance.now() - start;
  console.log(`  ${name} has ${posts.length} posts: ${int(tookMs)} ms, not ${2 * lookUpMs}`);
}

function* manyRequests(options: Options): Routine<void> {
  const store = yield* until(openStore(options.databaseUrl));
  try {
    console.log(`\n${int(options.requests)} HTTP requests at once, two queries each`);
    console.log('  a goroutine issues each, all at once; those for which the agent has no socket');
    console.log(`  queue in it. At most: ${int(options.sockets)} keep-alive sockets,`);
    console.log(`  ${int(options.connections)} connections to ${store.name}`);
    const show = progressOn(process.stdout);
    const outcome = yield* goroutines(options, store, show);
    show.clear();
    for (const line of outcomeLines(options, outcome)) console.log(`  ${line}`);
  } finally {
    yield* until(store.close());
  }
}

/** Measures under `run`, which notes each goroutine for its reports, and then without. */
async function parkedGoroutines(count: number): Promise<void> {
  const noted = await run(() => goroutineBytes(count));
  const bare = await go(goroutineBytes, count);
  console.log(`\n${int(count)} generator goroutines parked on one channel`);
  console.log(
    `  ${int(bare)} bytes each (the heap after a full collection, less the heap before);`,
  );
  console.log(`  ${int(noted)} under \`run\`, which notes where each was started`);
}

let options: Options;
try {
  options = parseOptions(process.argv.slice(2), process.env);
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exit(2);
}
await run(() => main(options));
await parkedGoroutines(options.parked);
