/** The documents as plain text: one list of them, one file with all, and each beside its page. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages } from './sidebar.mts';

const about = 'Go’s channels, select and goroutines for TypeScript, on a scheduler of their own.';

/** @param docs the folder of the sources; out where the site was built */
export function writePlain(docs: string, out: string): void {
  const list: string[] = [];
  const all: string[] = [];
  for (const { text, link = '/' } of pages()) {
    if (link.startsWith('/api') || link.startsWith('/playground')) continue;
    const name = link === '/' ? 'index.md' : `${link.slice(1)}.md`;
    const source = link === '/' ? join(docs, '../README.md') : join(docs, name);
    const target = join(out, name);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target);
    list.push(`- [${text}](/${name})`);
    all.push(readFileSync(source, 'utf8').trim());
  }
  writeFileSync(join(out, 'llms.txt'), `# millrace\n\n> ${about}\n\n${list.join('\n')}\n`);
  writeFileSync(join(out, 'llms-full.txt'), `${all.join('\n\n---\n\n')}\n`);
}
