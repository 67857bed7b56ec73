// @ts-check
/** Every page in a browser: narrow and wide, light and dark. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const widths = { narrow: 390, wide: 1440 };

/**
 * What is wrong with some pages at one width and in one theme.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {readonly string[]} paths
 * @param {{ width: number; dark: boolean; asks: boolean; shots: string | undefined }} how asks: axe as well
 * @returns {Promise<{ errors: string[]; scrolls: string[]; violations: string[] }>}
 */
export async function visit(browser, url, paths, { width, dark, asks, shots }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const scrolls = [];
  /** @type {string[]} */
  const violations = [];
  let path = '';
  page.on('pageerror', ({ message }) => errors.push(`${path}: ${message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${path}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !/^(data|blob):/.test(to)) errors.push(`${path}: asks ${to}`);
  });
  for (path of paths) {
    await page.goto(`${url}${path}`, { waitUntil: 'load' });
    await page.waitForFunction('document.querySelector("#app")?.__vue_app__ !== undefined');
    const over = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    if (over > 0) scrolls.push(`${path}: ${String(over)} px too wide at ${width}`);
    if (asks) {
      await page.evaluate(axe);
      const found = await page.evaluate(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then((r) => r.violations.map((v) =>
          v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + n.html.slice(0, 80)).slice(0, 2).join(' | ')))`,
      );
      for (const one of /** @type {string[]} */ (found)) violations.push(`${path}: ${one}`);
    }
    if (shots !== undefined) {
      const name = `${path.replaceAll('/', '_') || '_'}-${width}${dark ? '-dark' : ''}.png`;
      await page.screenshot({ path: `${shots}/${name}` });
    }
  }
  await context.close();
  return { errors, scrolls, violations };
}

/**
 * The search and the keyboard.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @returns {Promise<string[]>} what is wrong
 */
export async function tryOut(browser, url) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width: widths.wide, height: 900 } });
  for (const word of ['select', 'deadlock', 'WaitGroup']) {
    await page.goto(url, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.waitForSelector('#localsearch-input');
    await page.keyboard.type(word);
    const found = await page
      .waitForSelector('.VPLocalSearchBox .result', { timeout: 10_000 })
      .catch(() => null);
    if (found === null) faults.push(`the search finds nothing for ${word}`);
  }
  await page.close();
  for (const width of Object.values(widths))
    faults.push(...(await tabThrough(browser, url, width)));
  return faults;
}

/**
 * The keyboard alone, from the first thing of a page to its end.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} width
 * @returns {Promise<string[]>} what is wrong
 */
async function tabThrough(browser, url, width) {
  const faults = [];
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.goto(`${url}/tour`, { waitUntil: 'networkidle' });
  /** @type {string[]} */
  const reached = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    reached.push(
      /** @type {string} */ (
        await page.evaluate(`(() => {
          const e = document.activeElement;
          if (e === document.body) return 'end';
          const { outlineStyle, boxShadow } = getComputedStyle(e);
          const { left, right } = e.getBoundingClientRect();
          const there = right > 0 && left < innerWidth;
          const seen = there && e.matches(':focus-visible') && (outlineStyle !== 'none' || boxShadow !== 'none');
          return (seen ? '' : 'unseen ') + (e.closest('main') ? 'main' : e.closest('.VPSidebar') ? 'sidebar' :
            e.closest('.VPNavBarSearch, #local-search') ? 'search' : e.closest('header') ? 'menu' : e.className);
        })()`)
      ),
    );
  }
  // On a narrow page the list of pages is behind a button.
  const parts = width === widths.wide ? ['search', 'menu', 'sidebar', 'main'] : ['search', 'main'];
  for (const part of parts) {
    if (!reached.some((one) => one.endsWith(part)))
      faults.push(`the keyboard does not reach, at ${width}: ${part}`);
  }
  const unseen = reached.filter((one) => one.startsWith('unseen'));
  if (unseen.length > 0)
    faults.push(`focus that is not seen, at ${width}: ${[...new Set(unseen)].join(', ')}`);
  await page.close();
  return faults;
}
