/** The documents as plain text: one list of them, one file with all, and each beside its page. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onSite } from './links.mts';
import { pages, titleOf } from './sidebar.mts';

const about = 'Go’s channels, select and goroutines for TypeScript, on a scheduler of their own.';

/**
 * A document with its links as they lead on the site: what is no page there is named without one, as
 * in the page. Fences stay as they are.
 *
 * @param from where the document is below docs/; index.md is the README
 */
export function plainOf(text: string, from: string): string {
  const link = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;
  const prose = (part: string): string =>
    part.replace(link, (_, mark: string, name: string, href: string) => {
      const to = onSite(href, from);
      const inside = prose(name);
      return to === null ? inside : `${mark}[${inside}](${to.replace(/^\/(?=#|$)/, '/index.md')})`;
    });
  return text
    .split(/(^```[^]*?^```)/m)
    .map((part) => (part.startsWith('```') ? part : prose(part)))
    .join('');
}

/** The pages of the API link to one another and to nothing else. */
function copyApi(docs: string, out: string): string[] {
  const api = join(docs, 'api');
  if (!existsSync(api)) return [];
  cpSync(api, join(out, 'api'), { recursive: true });
  return readdirSync(api, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `- [${titleOf(`api/${name}/index.md`)}](/api/${name}/index.md)`)
    .toSorted();
}

/** @param docs the folder of the sources; out where the site was built */
export function writePlain(docs: string, out: string): void {
  const list: string[] = [];
  const all: string[] = [];
  for (const { text, link = '/' } of pages()) {
    if (link.startsWith('/api') || link.startsWith('/playground')) continue;
    const name = link === '/' ? 'index.md' : `${link.slice(1)}.md`;
    const source = link === '/' ? join(docs, '../README.md') : join(docs, name);
    const plain = plainOf(readFileSync(source, 'utf8'), name);
    const target = join(out, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, plain);
    list.push(`- [${text}](/${name})`);
    all.push(plain.trim());
  }
  const api = copyApi(docs, out);
  const lists = `${list.join('\n')}\n\n## API\n\n${api.join('\n')}`;
  cpSync(join(docs, 'timelines'), join(out, 'timelines'), { recursive: true });
  writeFileSync(join(out, 'llms.txt'), `# millrace\n\n> ${about}\n\n${lists}\n`);
  writeFileSync(join(out, 'llms-full.txt'), `${all.join('\n\n---\n\n')}\n`);
}
