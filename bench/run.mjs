// Entry of `npm run bench`: makes sure that what is measured is the built package, strips the types
// of the harness once (a loader in each of hundreds of processes would cost more than the samples),
// and hands over to harness/main.ts.
import { rmSync } from 'node:fs';

import { buildIfStale } from './harness/build.mjs';
import { strip } from './harness/strip.mjs';

if (!process.argv.includes('--no-build')) buildIfStale();
const stripped = strip();
process.on('exit', () => {
  rmSync(stripped.dir, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const { main } = await import(stripped.url('harness/main.mjs'));
process.exitCode = await main(process.argv.slice(2), new URL('go', import.meta.url).href);
