import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, promisify } from 'node:util';
import { expect } from 'chai';
import { chapters } from './golang/guide/pairs.ts';
import { claimsMade } from './support/claims.ts';
import {
  claimsIn,
  fencesIn,
  outputOf,
  pages,
  prose,
  withClaims,
  type Fence,
} from './support/fences.ts';
import { filesBelow } from './support/imports.ts';

/**
 * Documents that cannot lie: every `ts` fence in README.md, docs/ and the doc comments of lib/ is
 * compiled, and run unless it is marked `no-run` (the pairs of the porting guide are run by the spec
 * that compares them with Go, and what is marked `fails` by docs-failing.spec.ts). It imports the package by its name. What it says
 * that it prints, after `// Output:` or `//=>`, is checked.
 */
const sources = filesBelow('lib', '.ts').map((file) => `lib/${file}`);
const fences = [...pages(), ...sources].flatMap((file) => fencesIn(file));

/** Inside of the repository, so that the package's own name resolves; one folder a process. */
const folder = resolve('.doctest', String(process.pid));
const claims = pathToFileURL(resolve('spec/support/claims.ts')).href;

/** The folder's name for a fence: a compiler's message about it then says where it stands. */
function fileName(fence: Fence, suffix: string): string {
  return `${fence.where.replaceAll('/', '+').replace(':', '@')}${suffix}`;
}

/** Runs a fence as a module of its own; gives what it printed. */
async function printed(fence: Fence): Promise<string[]> {
  const path = join(folder, fileName(fence, '.run.ts'));
  writeFileSync(path, withClaims(fence.code, claims));
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => lines.push(...format(...values).split('\n'));
  try {
    await import(pathToFileURL(path).href);
    // What it started and did not wait for may still have a line to print.
    await new Promise((done) => setImmediate(done));
  } finally {
    console.log = log;
  }
  return lines;
}

describe('docs', () => {
  before(() => mkdirSync(folder, { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('compile', async function () {
    this.timeout(60_000);
    const compilerOptions = { noEmit: true, rootDir: resolve('.'), types: ['node'] };
    const looser = {
      isolatedDeclarations: false,
      noUnusedLocals: false,
      noUnusedParameters: false,
    };
    const config = {
      extends: resolve('tsconfig.json'),
      compilerOptions: { ...compilerOptions, ...looser },
      include: ['*.fence.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    for (const fence of fences) {
      // A fence is a module of its own even when it imports nothing.
      writeFileSync(join(folder, fileName(fence, '.fence.ts')), `${fence.code}\nexport {};\n`);
    }
    const tsc = resolve('node_modules/typescript7/bin/tsc');
    await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => {
        throw new Error(`fences that do not compile:\n${error.stdout}`);
      },
    );
  });

  for (const fence of fences.filter(({ runs, where }) => runs && !where.startsWith(chapters))) {
    it(`${fence.where} runs`, async () => {
      claimsMade();
      const lines = await printed(fence);
      expect(claimsMade(), 'values claimed with //=>').to.equal(claimsIn(fence.code));
      const output = outputOf(fence.code);
      if (output === undefined) return;
      if (output.ordered) expect(lines).to.deep.equal(output.lines);
      else expect(lines).to.have.members(output.lines);
    });
  }

  it('show every example of lib in a fence', () => {
    const bare = sources.filter((file) => {
      const text = prose(file);
      const examples = [...text.matchAll(/^@example\b/gm)].length;
      return examples !== [...text.matchAll(/^@example[^\n]*\n+```ts\b/gm)].length;
    });
    expect(bare).to.deep.equal([]);
  });
});

describe('the reader of fences', () => {
  const page =
    'a\n```ts\nlet x = 1; //=> 1\n```\n```ts no-run\ny\n// Output:\n// 1\n//\n// 2\n```\n';

  it('finds every fence, with its line and its mark', () => {
    const found = fencesIn('page.md', page);
    expect(found.map(({ where, runs }) => [where, runs])).to.deep.equal([
      ['page.md:3', true],
      ['page.md:6', false],
    ]);
    expect(outputOf(found[1]?.code ?? '')).to.deep.equal({ lines: ['1', '', '2'], ordered: true });
  });

  it('refuses a mark that it does not know', () => {
    expect(() => fencesIn('page.md', '```ts no-rnu\n```\n')).to.throw('unknown mark "no-rnu"');
  });

  it('turns a claim into a check', () => {
    const code = "f(1); //=> 2\nconst y: number = 3; //=> 3\nconsole.log('a', y); //=> a 3\n";
    expect(withClaims(code, 'm').split('\n')).to.deep.equal([
      'import { claim } from "m"; claim("2", f(1));',
      'const y: number = 3; claim("3", y);',
      `claim("a 3", 'a', y);`,
      '',
    ]);
    expect(claimsIn(code)).to.equal(3);
  });
});
