import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ask } from './ask.ts';
import type { Failure } from './ask.ts';
import { header, line } from './benchfmt.ts';
import { catalogue } from './catalogue.ts';
import type { Entry } from './catalogue.ts';
import { buildTwin } from './go-twin.ts';
import type { GoTwin } from './go-twin.ts';
import { parse, usage } from './options.ts';
import type { Options } from './options.ts';
import type { Question } from './question.ts';
import { closing, sentence, table } from './report.ts';
import { verdicts } from './verdict.ts';
import type { Samples, Verdict } from './verdict.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function toolchain(goSource: string, options: Options): GoTwin | undefined {
  if (!options.go) return undefined;
  const go = buildTwin(goSource);
  if (go === undefined) say('no go on the PATH: the Go columns are skipped');
  return go;
}

function chosen(entries: readonly Entry[], { filters }: Options): Entry[] {
  const wanted = (name: string): boolean =>
    filters.length === 0 || filters.some((filter) => name.toLowerCase().includes(filter));
  return entries.filter(({ question }) => wanted(question.name));
}

interface Results {
  readonly samples: Map<Question, Samples>;
  readonly verdicts: Map<Question, Verdict[]>;
  readonly failures: Failure[];
}

async function askAll(entries: Entry[], options: Options, go?: GoTwin): Promise<Results> {
  const results: Results = { samples: new Map(), verdicts: new Map(), failures: [] };
  for (const { file, question } of entries) {
    say(`\n${question.name}, ${question.what}`);
    const samples = await ask({
      file,
      question,
      options,
      go,
      onSample: (side, sample) => say(line(question.name, side, sample)),
      onFailure: (failure) => {
        results.failures.push(failure);
        say(`FAILED ${question.name}/side=${failure.side}: ${String(failure.error)}`);
      },
    });
    const found = verdicts(question, samples);
    results.samples.set(question, samples);
    results.verdicts.set(question, found);
    say(table(samples));
    for (const verdict of found) say(`  ${sentence(verdict)}`);
  }
  return results;
}

function asJson(results: Results, go: GoTwin | undefined): string {
  const questions = [...results.samples].map(([{ name, what, group }, samples]) => ({
    name,
    what,
    group,
    sides: Object.fromEntries(samples),
  }));
  const judged = [...results.verdicts].flatMap(([{ name }, found]) =>
    found.map((verdict) => ({ question: name, ...verdict })),
  );
  const failures = results.failures.map(({ error, ...at }) => ({ ...at, error: String(error) }));
  const versions = { node: process.version, v8: process.versions.v8, go: go?.version };
  return JSON.stringify({ versions, questions, verdicts: judged, failures }, null, 2);
}

/** Runs the command line and returns the exit status. */
export async function main(args: readonly string[], goSource: string): Promise<number> {
  let options: Options;
  try {
    options = parse(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    say(usage);
    return 0;
  }
  const entries = chosen(await catalogue(), options);
  if (entries.length === 0) {
    process.stderr.write('no question has such a name: --list names them\n');
    return 2;
  }
  if (options.list) {
    for (const { question } of entries) {
      say(`${question.name.padEnd(24)} ${Object.keys(question.sides).join(', ')}`);
    }
    return 0;
  }
  const go = toolchain(fileURLToPath(goSource), options);
  say(header(go?.version));
  const results = await askAll(entries, options, go);
  say(closing(results.verdicts, results.failures));
  if (options.json !== undefined) writeFileSync(options.json, `${asJson(results, go)}\n`);
  const missed = [...results.verdicts.values()].flat().some((verdict) => !verdict.pass);
  return results.failures.length > 0 || (options.check && missed) ? 1 : 0;
}
