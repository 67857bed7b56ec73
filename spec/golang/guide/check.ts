/**
 * Asks Go itself what the Go halves of the porting guide print, and whether that is what was
 * recorded, and what the TypeScript halves print. `--record` writes it down, for the spec, which
 * does without Go, and for the reader, below each pair.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { format, resolveConfig } from 'prettier';
import {
  chapterFiles,
  firstPage,
  list,
  pairs,
  pairsIn,
  recorded,
  recording,
  shown,
} from './pairs.ts';
import { outcomesOf } from './ours.ts';
import { goOutcomes, goVersion, hasModules, needsModules } from './theirs.ts';

const version = goVersion();
if (version === undefined) {
  console.log('skipped: the porting guide against Go (go is not on the PATH)');
  process.exit(0);
}

const records = process.argv.includes('--record');
const complete = hasModules();
const all = complete ? pairs() : pairs().filter((pair) => !needsModules(pair));
if (!complete) {
  console.log('left out: pairs that need golang.org/x/sync (it cannot be fetched)');
  if (records) throw new Error('nothing is recorded unless everything is');
}
const said = goOutcomes(all);

if (records) {
  const named = Object.fromEntries(all.map(({ name }, i) => [name, said[i]]));
  await write(fileURLToPath(recording), JSON.stringify({ go: version, pairs: named }));
  for (const file of chapterFiles()) await write(file, shownIn(file));
  await write(
    firstPage,
    readFileSync(firstPage, 'utf8').replace(/(?<=^<!-- pairs -->\n)[^]*/m, list),
  );
  console.log(`recorded what ${version} says`);
}

const known = recorded();
const halves = all.flatMap(({ ts }, i) => ts.map((code) => ({ code, i })));
const ours = await outcomesOf(halves.map(({ code }) => code));

let differences = 0;
all.forEach(({ name }, i) => compare(i, `recorded (${known.go})`, known.pairs[name]));
halves.forEach(({ i }, at) => compare(i, 'ours', ours[at]));
console.log(`${version}: ${String(all.length)} pairs compared, ${String(differences)} differences`);
process.exitCode = differences === 0 ? 0 : 1;

function compare(i: number, who: string, what: unknown): void {
  if (isDeepStrictEqual(what, said[i])) return;
  differences++;
  const { name, where } = all[i] as (typeof all)[number];
  console.log(`${where} ${name}`);
  console.log(`  Go:  ${JSON.stringify(said[i])}\n  ${who}: ${JSON.stringify(what)}`);
}

async function write(file: string, text: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

/** A chapter, with what Go printed below each pair. */
function shownIn(file: string): string {
  let text = readFileSync(file, 'utf8');
  const { pairs: outcomes } = recorded();
  for (const { name } of pairsIn(file, text)) {
    const outcome = outcomes[name];
    if (outcome === undefined) continue;
    const start = text.indexOf(`\n## ${name}\n`) + 1;
    const next = text.indexOf('\n## ', start);
    const end = next < 0 ? text.length : next + 1;
    const section = text.slice(start, end).replace(/\n```text\n[^]*?^```\n/m, '');
    const last = section.lastIndexOf('\n```\n') + 5;
    const fence = `\n\`\`\`text\n${shown(outcome)}\`\`\`\n`;
    text =
      text.slice(0, start) + section.slice(0, last) + fence + section.slice(last) + text.slice(end);
  }
  return text;
}
