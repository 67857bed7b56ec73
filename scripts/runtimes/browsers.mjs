// @ts-check
/** The browsers: Chromium and Firefox as they are on the machine, without a window. */
import { spawnSync } from 'node:child_process';
import { bundle, pageSpecs, serve } from './browser-page.mjs';
import { absent, different } from './row.mjs';
import { titlesIn } from './specs.mjs';

const MINUTES = Number(process.env['MINUTES'] ?? 6);
const START_MS = 20_000;

/**
 * What a page has found out.
 * @typedef {object} Report
 * @property {string[]} titles
 * @property {string[]} pending
 * @property {string[]} unexplained tests that were skipped without an excuse
 * @property {{ file: string; test: string }[]} unused excuses that fit no test
 * @property {[title: string, message: string][]} failures
 */
/** @typedef {{ version: string; report: Report }} Visit */

/**
 * @typedef {object} Browser
 * @property {string} runtime
 * @property {string} engine
 * @property {(string | undefined)[]} names
 * @property {string} debian its package
 * @property {(program: string, url: string) => Promise<Visit>} visit
 */

/** @type {readonly Browser[]} */
export const browsers = [
  {
    runtime: 'Chromium',
    engine: 'V8',
    names: [process.env['CHROMIUM'], 'chromium', 'chromium-browser', 'google-chrome'],
    debian: 'chromium',
    visit: visitChromium,
  },
  {
    runtime: 'Firefox',
    engine: 'SpiderMonkey',
    names: [process.env['FIREFOX'], 'firefox-esr', 'firefox'],
    debian: 'firefox-esr',
    visit: visitFirefox,
  },
];

/** @param {(string | undefined)[]} names */
function programOf(names) {
  for (const name of names) {
    if (name === undefined) continue;
    const { stdout, error } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (error === undefined && stdout !== '') return stdout.trim();
  }
  return undefined;
}

/** Installs the browsers that are absent, from Debian's packages. Gives why that failed, if it did. */
export function installBrowsers() {
  const missing = browsers.filter(({ names }) => programOf(names) === undefined);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0) return 'only root may install browsers';
  const packages = missing.map(({ debian }) => debian);
  console.log(`installing ${packages.join(' and ')}…`);
  const flags = ['install', '-y', '--no-install-recommends'];
  const { error, status, stderr } = spawnSync('apt-get', [...flags, ...packages], {
    encoding: 'utf8',
  });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

/**
 * A package of the folder of runtimes, which is not there before the command has installed it.
 * @param {string} name
 * @returns {Promise<any>}
 */
function installed(name) {
  return import(name);
}

/** @param {string} program @param {string} url @returns {Promise<Visit>} */
async function visitChromium(program, url) {
  const { chromium } = await installed('playwright-core');
  const quiet = ['background-networking', 'component-update', 'sync'].map((x) => `--disable-${x}`);
  const precise = '--enable-precise-memory-info';
  const args = ['--no-sandbox', '--disable-gpu', '--js-flags=--expose-gc', precise, ...quiet];
  const browser = await chromium.launch({ executablePath: program, args });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const errors = [];
    page.on('pageerror', (/** @type {Error} */ { message }) =>
      errors.push(`page error: ${message}`),
    );
    await page.goto(url);
    await page
      .waitForFunction(() => 'started' in globalThis, null, { timeout: START_MS })
      .catch(() => {
        throw new Error(`the specs did not start: ${errors.join('; ')}`);
      });
    await page.waitForFunction(() => 'report' in globalThis, null, { timeout: MINUTES * 60_000 });
    const report = await page.evaluate(() => /** @type {any} */ (globalThis)['report']);
    return { version: browser.version(), report };
  } finally {
    await browser.close();
  }
}

/** @param {string} program @param {string} url @returns {Promise<Visit>} */
async function visitFirefox(program, url) {
  const { default: puppeteer } = await installed('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    protocolTimeout: MINUTES * 60_000,
  });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const errors = [];
    // Those that come later are mocha's.
    page.on('pageerror', (/** @type {unknown} */ error) =>
      errors.push(`page error: ${String(error)}`),
    );
    await page.goto(url);
    await page
      .waitForFunction(() => 'started' in globalThis, { timeout: START_MS })
      .catch(() => {
        throw new Error(`the specs did not start: ${errors.join('; ')}`);
      });
    await page.waitForFunction(() => 'report' in globalThis, {
      timeout: MINUTES * 60_000,
      polling: 500,
    });
    const report = await page.evaluate(() => /** @type {any} */ (globalThis)['report']);
    const version = /[\d.]+/.exec(await browser.version())?.[0] ?? '';
    return { version, report };
  } finally {
    await browser.close();
  }
}

/**
 * Runs the specs in one of them.
 * @param {Browser} browser
 * @param {string} only a part of the path of what is run
 * @returns {Promise<import('./row.mjs').Row>}
 */
export async function runIn({ runtime, engine, names, visit }, only) {
  const program = programOf(names);
  if (program === undefined) return absent(runtime, 'not on the PATH');
  const { files } = await pageSpecs(only);
  const wanted = await titlesIn(files);
  const server = await serve(await bundle(files));
  const began = performance.now();
  const row = { runtime, version: '', engine, passed: 0, failed: 0, skipped: 0 };
  try {
    const url = `${server.url}?runtime=${runtime}`;
    const { version, report } = await visit(program, url);
    const { titles, pending, unexplained, unused, failures } = report;
    const faults = failures.map(([title, message]) => `${title}: ${message}`);
    faults.push(...unexplained.map((title) => `skipped without a reason: ${title}`));
    if (only === '') {
      faults.push(...unused.map(({ file, test }) => `excused, and not there: ${file}: ${test}`));
    }
    faults.push(...different(wanted, titles));
    if (titles.length === 0) faults.push('no test was run');
    const failed = failures.length;
    const passed = titles.length - pending.length - new Set(failures.map(([title]) => title)).size;
    const seconds = (performance.now() - began) / 1000;
    return { ...row, version, passed, failed, skipped: pending.length, seconds, faults };
  } catch (error) {
    const seconds = (performance.now() - began) / 1000;
    return { ...row, failed: 1, seconds, faults: [String(error)] };
  } finally {
    server.close();
  }
}
