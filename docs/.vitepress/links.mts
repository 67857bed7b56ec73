/**
 * Links of the documents, which are written for the repository: on the site the README is the first
 * page, and what is no page is named without a link.
 */
import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Where a link of a page leads to on the site; null if that is no page. */
export function onSite(href: string, from: string): string | null {
  if (/^([a-z]+:|#|\/)/.test(href)) return href;
  const [path = '', hash = ''] = href.split(/(?=#)/);
  // The README, which is one folder above the pages, is included by the first of them.
  const base = from === 'index.md' ? '.' : posix.join('docs', posix.dirname(from));
  const file = posix.join(base, path);
  if (file === 'README.md') return `/${hash}`;
  if (file === 'docs/decisions' || file === 'docs/decisions/') return null;
  const isThere = file.endsWith('.md') || file.startsWith('docs/timelines/');
  if (!file.startsWith('docs/') || !isThere) return null;
  return `/${file.slice('docs/'.length)}${hash}`;
}

/** The anchor of a heading, as the repository's host makes it. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

export function links(md: MarkdownRenderer): void {
  md.core.ruler.push('links', (state) => {
    const from = (state.env as { relativePath?: string }).relativePath ?? '';
    for (const { children } of state.tokens) {
      const dropped: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const to = onSite(token.attrGet('href') ?? '', from);
          dropped.push(to === null);
          if (to !== null) token.attrSet('href', to);
          else Object.assign(token, { type: 'html_inline', content: '' });
        } else if (token.type === 'link_close' && dropped.pop() === true) {
          Object.assign(token, { type: 'html_inline', content: '' });
        }
      }
    }
  });
}
