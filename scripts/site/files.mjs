// @ts-check
/** What the files of the built site say, without a browser. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** @param {string} folder @param {RegExp} names */
export function filesOf(folder, names) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => names.test(file))
    .toSorted();
}

/** Resources of other hosts that a page would load. @param {string} folder */
export function foreignResources(folder) {
  const loads = [
    // Whatever names another host in an element, but for what a reader must follow.
    /<(?!a\b)[a-z-]+\b[^<>]*\b(?:src|srcset|href|poster|data)=\\?["']?(?:https?:)?\/\/[^"'\s>]*/g,
    // Not a pattern with a hole: VitePress has one for social links, of which there are none here.
    /url\(\s*['"]?(?:https?:)?\/\/[^)$]*\)/g,
    /@import\s+['"]?(?:https?:)?\/\/[^;]*/g,
    /\b(?:import|fetch)\(\s*['"]https?:[^)]*/g,
    /\b(?:from|import)\s*['"]https?:[^'"]*/g,
  ];
  return filesOf(folder, /\.(html|css|js)$/).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return loads.flatMap((load) => [...text.matchAll(load)].map(([found]) => `${file}: ${found}`));
  });
}

/** Links within the site that lead to no page, or to no place in it. @param {string} folder */
export function deadLinks(folder) {
  /** @type {Map<string, string>} */
  const pages = new Map();
  for (const file of filesOf(folder, /\.html$/)) {
    pages.set(file, readFileSync(join(folder, file), 'utf8'));
  }
  const dead = [];
  for (const [file, text] of pages) {
    const content = /<main\b[^]*<\/main>/.exec(text)?.[0] ?? text;
    for (const [, href = ''] of content.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [path = '', anchor = ''] = href.replaceAll('&amp;', '&').split('#');
      const to = path === '' ? file : posix.join('/', posix.dirname(file), relative(path, file));
      const page = pageOf(pages, to.replace(/^\//, ''));
      if (page === undefined) {
        if (!existsSync(join(folder, to))) dead.push(`${file}: ${href}`);
      } else if (anchor !== '' && !page.includes(`id="${decodeURIComponent(anchor)}"`)) {
        dead.push(`${file}: ${href}`);
      }
    }
  }
  return dead;
}

/**
 * Links of the plain texts that lead to no file of the site. The code in them has brackets of its own.
 * @param {string} folder
 */
export function deadLinksOfTexts(folder) {
  const dead = [];
  for (const file of filesOf(folder, /\.(md|txt)$/)) {
    const prose = readFileSync(join(folder, file), 'utf8')
      .replace(/^ *```[^]*?^ *```/gm, '')
      .replace(/`[^`\n]*`/g, '');
    for (const [, href = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      const [path = ''] = href.split('#');
      if (path === '' || /^[a-z]+:/.test(href)) continue;
      const to = path.startsWith('/') ? path : posix.join(posix.dirname(file), path);
      if (!existsSync(join(folder, to))) dead.push(`${file}: ${href}`);
    }
  }
  return dead;
}

/** @param {string} path @param {string} from */
function relative(path, from) {
  return path.startsWith('/') ? posix.relative(posix.dirname(from), path.slice(1)) : path;
}

/** @param {Map<string, string>} pages @param {string} path */
function pageOf(pages, path) {
  for (const name of [path, `${path}.html`, posix.join(path, 'index.html')]) {
    const page = pages.get(name);
    if (page !== undefined) return page;
  }
  return undefined;
}
