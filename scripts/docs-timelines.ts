/** `npm run docs:timelines`: draws the timelines whose programs do something else than drawn. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { deepStrictEqual } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Trace } from 'millrace/trace';
import { picture, pictured, recordingOf, told, toldBy } from '../spec/support/timelines.ts';

/** Of some recordings all have to tell the same. */
async function several(code: string): Promise<Trace[]> {
  const all: Trace[] = [];
  while (all.length < 5) all.push(await recordingOf(code));
  for (const one of all) deepStrictEqual(told(one), told(all[0] as Trace));
  return all;
}

mkdirSync('docs/timelines', { recursive: true });
for (const { code, file } of pictured()) {
  // The shortest is the one that the machine disturbed least.
  const some = await several(code);
  const trace = some.reduce((a, b) => (b.durationMs < a.durationMs ? b : a));
  const kept = existsSync(file) ? toldBy(readFileSync(file, 'utf8')) : [];
  if (!process.argv.includes('--all') && isDeepStrictEqual(kept, told(trace))) continue;
  writeFileSync(file, picture(trace));
  console.log(file);
}
