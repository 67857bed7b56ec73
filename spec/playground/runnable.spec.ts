import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compile } from '../../docs/.vitepress/playground/compile.ts';
import { isRunnable } from '../../docs/.vitepress/playground/runnable.ts';
import { pages } from '../support/fences.ts';

/** Every fence of a page: its mark, and what is in it. */
function marked(page: string): [mark: string, program: string][] {
  const found = readFileSync(page, 'utf8').matchAll(/^```(.*)\n([^]*?)^```$/gm);
  return [...found].map(([, mark = '', program = '']) => [mark, program]);
}

describe('the programs of the documents that a page can run', () => {
  for (const page of pages()) {
    const programs = marked(page).filter((one) => isRunnable(...one));
    if (programs.length === 0) continue;
    it(`compile: the ${programs.length} of ${page}`, async () => {
      for (const [, program] of programs) await compile(program, 'http://host/millrace/');
    });
  }

  it('are all of the first step of the tour', () => {
    const all = marked('docs/tour/01-channel.md').filter(([mark]) => mark.startsWith('ts'));
    expect(all).to.have.length.above(2);
    expect(all.map((one) => isRunnable(...one))).to.deep.equal(all.map(() => true));
  });

  it('are none that want what a browser has not', () => {
    const program = "import { go } from 'millrace';\ngo(() => {});\n";
    expect(isRunnable('ts', program)).to.equal(true);
    expect(isRunnable('ts fails', program)).to.equal(true);
    expect(isRunnable('ts no-run', program)).to.equal(false);
    expect(isRunnable('go', program)).to.equal(false);
    expect(isRunnable('ts', 'const x = 1;\n')).to.equal(false);
    for (const more of [
      "import { readFileSync } from 'node:fs';",
      "import fc from 'fast-check';",
      "await import('rxjs');",
      "import { Procs } from 'millrace/procs';",
      "import 'millrace/automaxprocs';",
      'using lock = yield* mutex.acquire();',
      'console.log(process.pid);',
    ]) {
      expect(isRunnable('ts', program + more), more).to.equal(false);
    }
  });
});
