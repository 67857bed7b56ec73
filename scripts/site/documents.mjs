// @ts-check
/** The programs that the pages offer to run, and whether they print what the pages say. */
import { filesOf } from './files.mjs';

/** @typedef {{ where: string; program: string; next: string }} Offered `next`: the text below it, if there is one */

/**
 * What stands above the buttons of all pages but those of the API.
 * @param {import('playwright-core').Page} page @param {string} url @param {string} site its folder
 */
export async function offered(page, url, site) {
  /** @type {Offered[]} */
  const all = [];
  const names = filesOf(site, /\.html$/).filter((file) => !/^(?:404|api\/)/.test(file));
  for (const path of names.map((file) => `/${file.replace(/(?:index)?\.html$/, '')}`)) {
    await page.goto(`${url}${path}`);
    const found = /** @type {[string, string][]} */ (
      await page.evaluate(`[...document.querySelectorAll('button.run')].map(({ parentElement: block }) => {
        const next = block.nextElementSibling;
        const isText = next?.classList.contains('language-text');
        return [block.querySelector('pre code').textContent, isText ? next.querySelector('pre code').textContent : ''];
      })`)
    );
    found.forEach(([program, next], i) => all.push({ where: `${path} ${i + 1}`, program, next }));
  }
  return all;
}

/** @param {string} text */
const lines = (text) => text.split('\n').filter((line) => line.trim() !== '');

/**
 * What of a program's output is missing in what the playground printed. Of an uncaught error a terminal
 * shows other brackets, its code and the line of the source.
 * @param {Offered} offered @param {string} printed
 */
export function missing({ program, next }, printed) {
  const said = /^\/\/ (Unordered o|O)utput:\n([^]*)$/m.exec(program);
  const isError = /^exit status/m.test(next);
  const wanted = (said?.[2]?.replace(/^\/\/ ?/gm, '') ?? next)
    .replace(/^\/app\/main\.ts:\d+\n.*\n *\^$/m, '')
    .replace(/^exit status .*$/m, '')
    .replaceAll('/app/', '');
  const bare = lines(wanted)
    .map((line) => line.trim())
    .map((line) => (isError ? line.replace(/^\[?cause\]?: | \{$/g, '') : line))
    .filter(
      (line) => !isError || !/^(?:\}|code: .*|status: .*|served: .*|Ready \[Op\] .*)$/.test(line),
    );
  const shown = lines(printed).map((line) => line.trim());
  if (said?.[1] === 'Unordered o') shown.sort((a, b) => bare.indexOf(a) - bare.indexOf(b));
  let at = 0;
  return bare.filter((line) => {
    const found = shown.findIndex((one, i) => i >= at && one.includes(line));
    if (found >= 0) at = found + 1;
    return found < 0;
  });
}
