import { expect } from 'chai';
import { compile, CompileError } from '../../docs/.vitepress/playground/compile.ts';

const HOME = 'http://127.0.0.1/millrace/';

/** How a program is refused. */
async function refused(program: string): Promise<CompileError> {
  try {
    await compile(program, HOME);
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the compiler of the playground', () => {
  it('takes out types and moves no line', async () => {
    const program = [
      'interface Job {',
      '  id: number;',
      '}',
      'const jobs: Job[] = [];',
      'function first<T>(',
      '  of: readonly T[],',
      '): T | undefined { return of[0] as T; }',
      'throw new Error(String(first(jobs)));',
    ];
    const lines = (await compile(program.join('\n'), HOME)).split('\n');
    expect(lines).to.have.length(program.length);
    expect(lines.findIndex((line) => line.includes('throw'))).to.equal(7);
    expect(lines[0]).not.to.contain('interface');
  });

  it('leads imports to the files of the library, and drops those of types', async () => {
    const program = [
      `import { Channel, type Sender } from 'millrace';`,
      `import type { Trace } from 'millrace/trace';`,
      `import * as sync from "millrace/sync";`,
      `const time = await import('millrace/time');`,
      `let out: Sender<string> = new Channel<string>(sync.x);`,
    ].join('\n');
    const [a, b, c, d] = (await compile(program, HOME)).split('\n');
    expect(a).to.contain(`from '${HOME}index.js'`);
    expect(b?.trim()).to.equal('');
    expect(c).to.contain(`from "${HOME}sync.js"`);
    expect(d).to.contain(`await __playgroundHolds(import("${HOME}time.js"));`);
  });

  it('refuses other imports, on their line', async () => {
    const error = await refused(`const a = 1;\nimport fs from 'node:fs';\nfs.x(a);`);
    expect(error.line).to.equal(2);
    expect(error.message).to.contain(`cannot import 'node:fs'`);
    expect((await refused('let x = "millrace";\n\nawait import(x)')).line).to.equal(3);
    // A file of the library is no entry.
    expect((await refused(`import 'millrace/kernel/op'`)).line).to.equal(1);
  });

  it('says on which line a program does not parse', async () => {
    const error = await refused('const a = 1;\nconst b = (;\n');
    expect(error.line).to.equal(2);
    expect(error.message).not.to.contain('(2:');
  });

  it('lets using, for await and top-level await stand', async () => {
    const program = '{ using a = await f(); }\nfor await (const b of c) d(b);';
    expect(await compile(program, HOME)).to.equal(`__playgroundBegins();${program}`);
  });
});
