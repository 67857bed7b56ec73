import { readdirSync } from 'node:fs';

import { groups } from './question.ts';
import type { Question } from './question.ts';

export interface Entry {
  readonly file: string;
  readonly question: Question;
}

const folder = new URL('../questions/', import.meta.url);

async function load(file: string): Promise<Entry> {
  const module = (await import(new URL(file, folder).href)) as { default: Question };
  return { file: file.replace(/\.mjs$/, ''), question: module.default };
}

/** Every question, floors first. */
export async function catalogue(): Promise<Entry[]> {
  const entries = await Promise.all(readdirSync(folder).toSorted().map(load));
  const place = (entry: Entry): number => groups.indexOf(entry.question.group);
  return entries.toSorted((a, b) => place(a) - place(b));
}
