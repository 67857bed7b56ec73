/** What is to be said of a bundle: does it run, how large is it, and what is in it that it does not need? */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withPeers } from '../consumer/with-peers.ts';
import type { Bundler } from './bundlers.ts';
import { marks, type Mark, type Program } from './programs.ts';

export interface Judgement {
  readonly bytes: number;
  readonly faults: string[];
}

/** Writes a file into a project that has the package, and RxJS for those that run with it. */
export function place(name: string, text: string): string {
  const file = join(withPeers(), `${name.replaceAll(/[^\w]+/g, '-')}.mjs`);
  writeFileSync(file, text);
  return file;
}

/** The marks that are in a text. */
export function marksIn(code: string): Mark[] {
  return (Object.keys(marks) as Mark[]).filter((mark) => code.includes(marks[mark].text));
}

/** Bundles a program with one of the bundlers, and runs it. */
export async function judge(
  { name, source, prints, keeps, budget }: Program,
  bundler: keyof Program['budget'],
  bundle: Bundler,
): Promise<Judgement> {
  const code = await bundle(place(name, source));
  const file = place(`${name} ${bundler}`, code);
  const env = { ...process.env, GOMAXPROCS: '7' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { env });
  const bytes = Buffer.byteLength(code);
  const printed = (stdout + stderr).trim();
  const faults = marksIn(code)
    .filter((mark) => !keeps.includes(mark))
    .map((mark) => `kept though unused: ${mark}`);
  if (printed !== prints) faults.push(`printed ${printed} instead of ${prints}`);
  const most = budget[bundler];
  if (bytes > most) faults.push(`${String(bytes)} bytes, and ${String(most)} are the budget`);
  return { bytes, faults };
}
