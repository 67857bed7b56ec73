import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import { picture, pictured, recordingOf, told, toldBy } from './support/timelines.ts';

/**
 * Timelines in docs are recordings of the programs above them. Times differ from run to run; all else
 * that a picture tells must be what a fresh recording tells. `npm run docs:timelines` draws them.
 */
describe('timelines in docs', () => {
  const all = pictured();

  for (const { where, code, page, name, file } of all) {
    it(`${file} is what ${where} does`, async () => {
      const svg = readFileSync(file, 'utf8');
      expect(toldBy(svg)).to.deep.equal(told(await recordingOf(code)));
      const shown = new RegExp(`!\\[[^\\]]{20,}\\]\\([./]*timelines/${name}\\.svg\\)`);
      expect(readFileSync(page, 'utf8'), 'the page shows it, and says what it shows').to.match(
        shown,
      );
    });
  }

  it('are all of programs that are there, each once', () => {
    expect(all).to.not.deep.equal([]);
    const files = readdirSync('docs/timelines');
    expect(files.sort()).to.deep.equal(all.map(({ file }) => basename(file)).sort());
  });

  it('are found stale when their program changes', async () => {
    const program = (capacity: number): string => `
      import { Channel, go } from 'millrace';
      const words = new Channel<string>(${capacity}, { name: 'words & more' });
      const sender = go(function* sender() { yield* words.send('<a>'); });
      await words.recv();
      await sender;`;
    const svg = picture(await recordingOf(program(0)));
    expect(toldBy(svg)).to.deep.equal(told(await recordingOf(program(0))));
    expect(toldBy(svg)).to.include('channel words & more: <a> from goroutine 1 sender to outside');
    expect(told(await recordingOf(program(0).replace('<a>', 'b')))).to.not.deep.equal(toldBy(svg));
    expect(told(await recordingOf(program(0).replace('sender()', 'x()')))).to.not.deep.equal(
      toldBy(svg),
    );
  });
});
