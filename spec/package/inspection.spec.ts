import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect } from 'chai';
import { packed } from '../support/packed.ts';

/** The files that say what `console.log` shows are imported for what they do alone. */
describe('What console.log shows, once built', function () {
  this.timeout(120_000);

  const program = `
    console.log(new Channel(2, { name: 'jobs' }), new Mutex(), background());
    go(function* f() {
      console.log(new Channel().recv(), go(function* g() {}));
    });`;
  const names = [
    ['{ Channel, go }', 'millrace'],
    ['{ Mutex }', 'millrace/sync'],
    ['{ background }', 'millrace/context'],
  ] as const;
  const shown = [
    "Channel(0/2) 'jobs' Mutex { unlocked } context.Background",
    "Op { pending: chan receive } Goroutine 2 'g' { runnable }",
  ];

  const forms: [string, (of: string, from: string) => string][] = [
    ['program.mjs', (of, from) => `import ${of} from '${from}';`],
    ['program.cjs', (of, from) => `const ${of} = require('${from}');`],
    [
      'older.cjs',
      (of, from) => `const ${of} = require('./node_modules/millrace/dist/${fileOf(from)}.cjs');`,
    ],
  ];
  for (const [file, form] of forms) {
    it(`is what the sources show: ${file}`, () => {
      const { consumer } = packed();
      const path = join(consumer, `inspection-${file}`);
      writeFileSync(path, names.map(([of, from]) => form(of, from)).join('\n') + program);
      const out = execFileSync(process.execPath, [path], { encoding: 'utf8', cwd: consumer });
      expect(out.trim().split('\n')).to.deep.equal(shown);
    });
  }

  it('is left out by a bundler, without a warning', async () => {
    const { consumer } = packed();
    const contents = `import { Channel, go, select, run } from 'millrace'; import { Mutex } from 'millrace/sync';
      console.log(Channel, go, select, run, Mutex);`;
    const { outputFiles, warnings } = await build({
      stdin: { contents, resolveDir: consumer },
      bundle: true,
      format: 'esm',
      write: false,
    });
    expect(warnings).to.deep.equal([]);
    expect(outputFiles[0]?.text).to.include('chan receive').and.not.include('inspect.custom');
  });
});

function fileOf(entry: string): string {
  return entry === 'millrace' ? 'index' : entry.slice('millrace/'.length);
}
