/** The pairs of the porting guide: its chapters are the only place where they are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const firstPage = 'docs/porting-from-go.md';
export const chapters = 'docs/porting-from-go';

/** One thing, written in Go and in TypeScript. */
export type Pair = {
  /** Its heading. */
  name: string;
  /** `file:line` of the heading. */
  where: string;
  go: string;
  /** Each prints what the Go half prints. */
  ts: string[];
  /** What the guide says that both print. */
  output: string | undefined;
};

/** What a half did. */
export type Outcome = {
  out: string[];
  /** What it ended with, if not well: the first line of Go's report. */
  error?: string;
};

/** What Go said to each pair. */
export type Recording = { go: string; pairs: Record<string, Outcome> };

export const recording: URL = new URL('recorded.json', import.meta.url);

export function recorded(): Recording {
  return JSON.parse(readFileSync(recording, 'utf8')) as Recording;
}

export function chapterFiles(): string[] {
  const files = readdirSync(chapters).filter((name) => name.endsWith('.md'));
  return files.sort().map((name) => join(chapters, name));
}

export function pairs(): Pair[] {
  return chapterFiles().flatMap((file) => pairsIn(file));
}

/** A pair is what stands under one heading of the second level. */
export function pairsIn(file: string, text: string = readFileSync(file, 'utf8')): Pair[] {
  const found: Pair[] = [];
  for (const [section, heading] of text.matchAll(/^## (.+)\n(?:(?!## ).*\n)*/gm)) {
    const line = text.slice(0, text.indexOf(section)).split('\n').length;
    const where = `${file}:${String(line)}`;
    const fences = [...section.matchAll(/^```(\w*)(.*)\n([^]*?)^```$/gm)];
    const of = (language: string): string[] =>
      fences.filter((fence) => fence[1] === language).map((fence) => fence[3] ?? '');
    const [go, ...more] = of('go');
    const ts = of('ts');
    const texts = of('text');
    if (go === undefined || more.length > 0) throw new Error(`${where}: one go fence is wanted`);
    if (ts.length === 0) throw new Error(`${where}: a ts fence is wanted`);
    if (texts.length > 1) throw new Error(`${where}: two text fences`);
    found.push({ name: heading ?? '', where, go, ts, output: texts[0] });
  }
  return found;
}

/** How the guide shows what a pair prints. */
export function shown({ out, error }: Outcome): string {
  return [...out, ...(error === undefined ? [] : [error])].map((line) => `${line}\n`).join('');
}

/** The list of chapters and pairs, as the first page ends with it. */
export function list(): string {
  return chapterFiles()
    .map((file) => {
      const link = file.replace('docs/', '');
      const title = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
      const items = pairsIn(file).map(({ name }) => `- [${name}](${link}#${anchor(name)})\n`);
      return `\n### [${title}](${link})\n\n${items.join('')}`;
    })
    .join('');
}

/** The anchor that a heading has. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
