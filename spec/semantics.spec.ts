import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

/** How many facts the checklist has in the sections that are answered in full, or their ranges. */
const sections: { [section: string]: number | readonly [first: number, last: number][] } = {
  CH: 58,
  SEL: 33,
  RS: 8,
  GO: 16,
  WG: 13,
  MU: 10,
  RW: 9,
  ON: 9,
  CO: 6,
  PO: 3,
  MP: 5,
  AT: 4,
  EG: 10,
  SW: 6,
  SF: 6,
  TM: 24,
  CX: 26,
  GM: [
    [1, 12],
    [20, 33],
    [40, 40],
  ],
  GF: 29,
  AM: 13,
  MM: 10,
};

const page = readFileSync('docs/semantics.md', 'utf8');

function ids(text: string): string[] {
  return [...text.matchAll(/\b[A-Z]{2,3}-\d{2,3}\b/g)].map(([id]) => id);
}

/** What stands after a word at the start of a paragraph, up to the next empty line. */
function paragraphs(word: string): string[] {
  return ids(
    [...page.matchAll(new RegExp(`${word}: ([^]*?)\\n\\n`, 'g'))].map((m) => m[1]).join(' '),
  );
}

const hold = paragraphs('Hold');
/** The first cells of tables; one may name several. */
const differ = ids(
  [...page.matchAll(/^\| ((?:[A-Z]+-\d+(?:, )?)+) +\|/gm)].map((m) => m[1]).join(' '),
);
const meaningless = paragraphs('No meaning here');

/** The ids in the titles of specs; a comment proves nothing. */
function cited(): Set<string> {
  const files = readdirSync('spec', { recursive: true, encoding: 'utf8' });
  const titles = files
    .filter((file) => /\.(spec|tst)\.ts$/.test(file) && file !== 'semantics.spec.ts')
    .flatMap(
      (file) => readFileSync(join('spec', file), 'utf8').match(/\[[^\]\n]*-\d[^\]\n]*\]/g) ?? [],
    );
  return new Set(ids(titles.join(' ')));
}

describe('docs/semantics.md', () => {
  for (const [section, count] of Object.entries(sections)) {
    it(`says of each ${section} fact once what becomes of it`, () => {
      const ranges = typeof count === 'number' ? [[1, count] as const] : count;
      const all = ranges.flatMap(([first, last]) =>
        Array.from(
          { length: last - first + 1 },
          (_, i) => `${section}-${String(first + i).padStart(2, '0')}`,
        ),
      );
      const said = [...hold, ...differ, ...meaningless].filter((id) =>
        id.startsWith(`${section}-`),
      );
      expect(said.toSorted()).to.deep.equal(all);
    });
  }

  it('claims nothing that no spec cites', () => {
    const proved = cited();
    expect([...hold, ...differ].filter((id) => !proved.has(id))).to.deep.equal([]);
  });
});
