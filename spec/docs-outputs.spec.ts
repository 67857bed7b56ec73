import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { chapters } from './golang/guide/pairs.ts';
import { claimsIn, fencesIn, outputOf, pages } from './support/fences.ts';

/**
 * No page without something that a test, or a command, has seen: what a program prints and
 * spec/docs.spec.ts or spec/docs-failing.spec.ts compares, a pair of the porting guide with what Go
 * printed, or a table that a measuring command writes between its marks.
 */

/** Pages of another kind: the site's first is the README, and reasons print nothing. */
const others = /^docs\/(index\.md|playground\.md|decisions\/)/;

/** A page that lists others; what is below it is checked itself. */
const contents = ['docs/tour.md', 'docs/cookbook.md', 'docs/porting-from-go.md'];

function hasOutput(page: string, text: string): boolean {
  const shown = fencesIn(page, text).some(
    ({ code, printed, timeline }) =>
      printed !== undefined ||
      timeline !== undefined ||
      outputOf(code) !== undefined ||
      claimsIn(code) > 0,
  );
  return shown || page.startsWith(chapters) || /^<!-- (?:comparison|measured .*) -->$/m.test(text);
}

describe('every page of docs', () => {
  for (const page of pages().filter((one) => !others.test(one) && !contents.includes(one))) {
    it(`${page} shows an output that was checked`, () => {
      expect(hasOutput(page, readFileSync(page, 'utf8'))).to.equal(true);
    });
  }

  it('is found out if it shows none', () => {
    expect(hasOutput('docs/a.md', '# A\n\n```ts\nlet x = 1;\n```\n')).to.equal(false);
    expect(hasOutput('docs/a.md', '# A\n\n```ts\nlet x = 1; //=> 1\n```\n')).to.equal(true);
  });
});
