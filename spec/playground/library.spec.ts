import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { copyLibrary } from '../../docs/.vitepress/library.ts';
import { addressOf, entries } from '../../docs/.vitepress/playground/entries.ts';
import { importsIn } from '../support/imports.ts';

/** What a module imports, and what that imports, as far as there are files: those that are none. */
function missing(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  return importsIn(readFileSync(file, 'utf8')).flatMap((name) => {
    const to = join(dirname(file), name);
    return name.startsWith('.') && existsSync(to) ? missing(to, seen) : [`${file}: ${name}`];
  });
}

describe('the library beside the playground', () => {
  const out = mkdtempSync(join(tmpdir(), 'millrace-site-'));
  before(() => copyLibrary('docs', out));
  after(() => rmSync(out, { recursive: true }));

  for (const entry of entries) {
    it(`has all that ${entry} imports`, () => {
      const file = addressOf(entry, `${out}/millrace/`) as string;
      expect(existsSync(file)).to.equal(true);
      expect(missing(file)).to.deep.equal([]);
    });
  }
});
