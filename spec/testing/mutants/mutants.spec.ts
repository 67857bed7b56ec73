/** A few mutants, to guard the machinery; `npm run mutants` tries them all. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stop } from 'esbuild';
import { edited } from './mutant.ts';
import { goneWrong, recordedOrders } from './report.ts';
import { mutants } from './table.ts';
import { tried, type Tried } from './try.ts';

const seen = ['capacity-plus-one', 'first-ready-arm', 'unlock-keeps', 'lifo-waiters'];

describe('mutants', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'millrace-mutants-'));
  const all = new Map<string, Promise<Tried>>();

  before(() => {
    const ordered = recordedOrders().slice(0, 300);
    const trying = { seed: 1, rounds: 1, first: 8, ordered, folder };
    for (const one of [null, ...mutants.filter(({ name }) => seen.includes(name))]) {
      all.set(one?.name ?? '', tried(one, trying));
    }
  });

  after(async () => {
    await Promise.allSettled(all.values());
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are at least 48, each under a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name))).to.have.lengthOf(mutants.length);
    expect(mutants.length).to.be.at.least(48);
  });

  it('fit the kernel as it is', () => {
    for (const one of mutants) {
      const source = readFileSync(new URL(`../../../lib/${one.file}`, import.meta.url), 'utf8');
      expect(edited(source, one)).to.not.equal(source);
    }
  });

  it('are refused where they do not fit', () => {
    const one = { name: 'it', about: '', file: 'some.ts', find: 'a', put: 'b' };
    const message = (times: number): string =>
      `mutant it: lib/some.ts has its text ${String(times)} times, not once`;
    expect(() => edited('xyz', one)).to.throw(message(0));
    expect(() => edited('banana', one)).to.throw(message(3));
    expect(() => edited('bag', { ...one, put: 'a' })).to.throw('mutant it: changes nothing');
    expect(edited('bag', { ...one, put: '$&$`' })).to.equal('b$&$`g');
  });

  it('the kernel as it is passes what kills them', async () => {
    expect(goneWrong(null, await (all.get('') as Promise<Tried>))).to.deep.equal([]);
  });

  for (const name of seen) {
    it(`${name} is killed, and its replay fails a hundred times of a hundred`, async () => {
      const mutant = mutants.find((one) => one.name === name) ?? null;
      const { kill, ...rest } = await (all.get(name) as Promise<Tried>);
      expect(kill).to.not.equal(null);
      expect(goneWrong(mutant, { kill, ...rest })).to.deep.equal([]);
      expect(rest.again).to.deep.equal([100, 100]);
    });
  }
});
