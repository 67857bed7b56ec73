import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { pages } from './support/fences.ts';

/** A page without its fences: code has brackets of its own. */
function proseOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/^```[^]*?^```/gm, '');
}

/** The anchors of a page: those of its headings, as GitHub makes them, and those that are written. */
function anchorsOf(path: string): Set<string> {
  const text = proseOf(path);
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  const written = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...written]);
}

/** What is wrong with the links of a page to other pages and files. */
function deadLinks(path: string, text = proseOf(path)): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const to = file === '' ? path : join(dirname(path), file);
    if (!existsSync(to)) return true;
    return anchor !== undefined && (!statSync(to).isFile() || !anchorsOf(to).has(anchor));
  });
}

describe('links in docs', () => {
  for (const page of pages()) {
    it(`${page} leads somewhere`, () => expect(deadLinks(page)).to.deep.equal([]));
  }

  it('are found dead when they are', () => {
    const text = '[a](tour.md) [b](tuor.md) [c](tour.md#nowhere) [d](semantics.md#select) [e](#x)';
    expect(deadLinks('docs/page.md', text)).to.deep.equal(['tuor.md', 'tour.md#nowhere', '#x']);
  });
});
