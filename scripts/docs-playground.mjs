// @ts-check
/**
 * `npm run docs:playground`, after `npm run docs`: the playground of the built site in a headless
 * Chromium, narrow and wide, light and dark. Each example must print what it prints under Node.
 * `-- --pictures folder` keeps a picture of each.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const site = resolve('docs/.vitepress/dist');
const examples = 'docs/.vitepress/playground/examples';
if (!existsSync(executablePath)) {
  console.log(`skipped: no Chromium at ${executablePath}`);
  process.exit();
}
const at = process.argv.indexOf('--pictures');
const pictures = at < 0 ? null : /** @type {string} */ (process.argv[at + 1]);

/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = join(site, extname(pathname) === '' ? `${pathname}.html` : pathname);
  response.statusCode = existsSync(file) ? 200 : 404;
  response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
  response.end(existsSync(file) ? readFileSync(file) : '');
});
await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const origin = `http://127.0.0.1:${port}`;

/** What a program prints under Node, with its file under the page's name. @param {string} name */
function underNode(name) {
  const file = resolve(examples, name);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import=./scripts/typescript.mjs', file],
    { encoding: 'utf8' },
  );
  return (stdout + stderr).replaceAll(file, 'main.ts');
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [390, 1440]) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      /** @type {string[]} */
      const strange = [];
      page.on('request', (request) => {
        const url = request.url();
        if (/^https?:/.test(url) && !url.startsWith(origin)) strange.push(url);
      });
      await page.goto(`${origin}/playground`);
      const editor = page.getByLabel('Program');
      const log = page.getByRole('log');
      const status = page.locator('.playground [role=status]');
      /** @param {string} program */
      const run = async (program) => {
        await editor.fill(program);
        await editor.press('Control+Enter');
        await page.getByRole('button', { name: 'Stop' }).and(page.locator(':disabled')).waitFor();
        return { printed: await log.innerText(), said: await status.innerText() };
      };
      for (const name of readdirSync(examples)) {
        const { printed } = await run(readFileSync(join(examples, name), 'utf8'));
        const expected = underNode(name);
        // Of an uncaught error Node shows the source as well.
        if (name === 'panic.ts') assert.match(printed, /nobody looks at me[^]*main\.ts:6/);
        else assert.equal(printed.trim(), expected.trim(), name);
        assert.match(await page.locator('.timeline').innerText(), /main/, name);
        const starts = await page
          .locator('.timeline rect')
          .evaluateAll((all) => all.map((one) => Number(one.getAttribute('x'))));
        assert.ok(
          starts.length > 0 && starts.every((x) => x >= 0),
          `${name}: the lanes begin early`,
        );
        if (pictures !== null && name === 'deadlock.ts') {
          const path = join(pictures, `${colorScheme}-${width}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      }
      assert.match((await run('const a = 1;\nconst b = (;')).printed, /^main\.ts:2: /);
      const own = "import { record } from 'millrace/trace';\nconsole.log(record().recording);";
      assert.equal((await run(own)).printed, 'true\n');
      const chrome = await page.locator('.timeline').count();
      assert.equal(chrome, 0, 'a program that records has no timeline');
      const explored =
        "import { explore } from 'millrace/testing';\n" +
        'console.log([...(await explore(() => 1)).outcomes.keys()]);';
      assert.equal((await run(explored)).printed, "[ 'ok 1' ]\n");
      const href = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
      const [, json = ''] = /^data:application\/json,(.*)/.exec(href ?? '') ?? [];
      assert.ok(Array.isArray(JSON.parse(decodeURIComponent(json)).traceEvents));
      const flood = await run("for (;;) console.log('x'.repeat(99));");
      assert.equal(flood.said, 'stopped after 200000 characters');
      await editor.fill('console.log("on");\nfor (;;);');
      await editor.press('Control+Enter');
      await log.getByText('on').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      assert.equal(await status.innerText(), 'stopped');
      const isWide = 'document.documentElement.scrollWidth > innerWidth';
      assert.equal(await page.evaluate(isWide), false, 'the page scrolls sideways');
      await page.addScriptTag({ path: 'node_modules/axe-core/axe.min.js' });
      const found = /** @type {{ violations: { id: string; nodes: { html: string }[] }[] }} */ (
        await page.evaluate(`axe.run('.playground')`)
      );
      assert.deepEqual(
        found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
        [],
      );
      assert.deepEqual(strange, []);
      console.log(`${colorScheme}, ${width} px: ${readdirSync(examples).length} examples agree`);
      await page.close();
    }
  }
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
