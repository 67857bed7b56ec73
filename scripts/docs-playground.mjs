// @ts-check
/**
 * `npm run docs:playground`, after `npm run docs`: the playground of the built site in a headless
 * Chromium, narrow and wide, light and dark. Each example must print what it prints under Node, and each
 * program of the pages that has a button to run it what its page says.
 * `-- --pictures folder` keeps a picture of each.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch, programOf } from './site/chromium.mjs';
import { missing, offered } from './site/documents.mjs';
import { serve } from './site/serve.mjs';

const examples = 'docs/.vitepress/playground/examples';
const program = programOf();
if (program === undefined) {
  console.log('skipped: no Chromium on the PATH');
  process.exit();
}
const at = process.argv.indexOf('--pictures');
const pictures = at < 0 ? null : /** @type {string} */ (process.argv[at + 1]);

const site = 'docs/.vitepress/dist';
const { url: origin, close } = await serve(site);

/** What a program prints under Node, with its file under the page's name. @param {string} name */
function underNode(name) {
  const file = resolve(examples, name);
  const { FORCE_COLOR: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import=./scripts/typescript.mjs', file],
    { encoding: 'utf8', env },
  );
  return (stdout + stderr).replaceAll(file, 'main.ts');
}

const browser = await launch(program);
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
        const [rooms, widths] = await Promise.all(
          ['.timeline', '.timeline svg'].map((one) =>
            page.locator(one).evaluate((e) => e.clientWidth),
          ),
        );
        assert.ok((widths ?? 0) <= Math.max(400, rooms ?? 0), `${name}: the timeline is too wide`);
        if (pictures !== null && name === 'deadlock.ts') {
          const path = join(pictures, `${colorScheme}-${width}.png`);
          await page.screenshot({ path, fullPage: true });
        }
      }
      assert.match((await run('const a = 1;\nconst b = (;')).printed, /^main\.ts:2: /);
      const own = "import { record } from 'millrace/trace';\nconsole.log(record().recording);";
      assert.equal((await run(own)).printed, 'true\n');
      assert.equal(await page.locator('.timeline').count(), 0, 'a program that records has none');
      const explored =
        "import { explore } from 'millrace/testing';\n" +
        'console.log([...(await explore(() => 1)).outcomes.keys()]);';
      assert.equal((await run(explored)).printed, "[ 'ok 1' ]\n");
      const asserted = "console.table([1]);\nconsole.assert(false, 'no %d', 1);";
      assert.equal((await run(asserted)).printed, '[ 1 ]\nAssertion failed: no 1\n');
      assert.equal(await page.locator('.timeline').count(), 0, 'there was no goroutine');
      await run("import { go } from 'millrace';\nawait go(function* one() {});");
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
  const page = await browser.newPage();
  const programs = await offered(page, origin, site);
  assert.ok(programs.length > 100, `${programs.length} programs have a button`);
  await page.goto(`${origin}/tour/01-channel`);
  await page.locator('button.run').first().click();
  const editor = page.getByLabel('Program');
  assert.match(await editor.inputValue(), /^import [^]*greetings\.send/);
  for (const one of programs) {
    await editor.fill(one.program);
    await editor.press('Control+Enter');
    await page.getByRole('button', { name: 'Stop' }).and(page.locator(':disabled')).waitFor();
    const printed = await page.getByRole('log').innerText();
    assert.deepEqual(missing(one, printed), [], `${one.where}:\n${printed}`);
  }
  console.log(`${programs.length} programs of the pages print what their pages say`);
} finally {
  await browser.close();
  close();
}
