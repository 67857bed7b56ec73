import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { outcomesOf } from './ours.ts';
import { firstPage, list, pairs, pairsIn, recorded, shown, type Outcome } from './pairs.ts';

const all = pairs();
const { go, pairs: said } = recorded();
const halves = all.flatMap(({ name, where, ts }) => ts.map((code) => ({ name, where, code })));

describe(`the porting guide, beside ${go}`, () => {
  let ours: Outcome[] = [];

  before(async function () {
    this.timeout(60_000);
    ours = await outcomesOf(halves.map(({ code }) => code));
  });

  it('has a recorded output for each pair, and a pair for each recorded output', () => {
    expect(go).to.match(/^go1\.\d+(\.\d+)?$/);
    expect(Object.keys(said)).to.have.members(all.map(({ name }) => name));
  });

  it('shows below each pair what was recorded', () => {
    for (const { name, where, output } of all) {
      expect(output, where).to.equal(shown(said[name] as Outcome));
    }
  });

  it('lists every chapter and every pair on its first page', () => {
    expect(readFileSync(firstPage, 'utf8').split('<!-- pairs -->\n')[1]).to.equal(list());
  });

  halves.forEach(({ name, where }, i) => {
    it(`${where} ${name}`, () => expect(ours[i]).to.deep.equal(said[name]));
  });
});

describe('the reader of pairs', () => {
  const go = '```go\na\n```\n';
  const ts = '```ts\nb\n```\n';

  it('takes what stands under one heading for a pair', () => {
    const page = `# page\n\n## one\n\n${go}\n${ts}\n## two\n\n${go}${ts}${ts}\n\`\`\`text\nc\n\`\`\`\n`;
    expect(pairsIn('x.md', page)).to.deep.equal([
      { name: 'one', where: 'x.md:3', go: 'a\n', ts: ['b\n'], output: undefined },
      { name: 'two', where: 'x.md:13', go: 'a\n', ts: ['b\n', 'b\n'], output: 'c\n' },
    ]);
  });

  it('refuses half a pair', () => {
    expect(() => pairsIn('x.md', `## one\n${ts}`)).to.throw('x.md:1: one go fence is wanted');
    expect(() => pairsIn('x.md', `## one\n${go}`)).to.throw('x.md:1: a ts fence is wanted');
    expect(() => pairsIn('x.md', `## one\n${go}${go}${ts}`)).to.throw('one go fence is wanted');
  });
});
