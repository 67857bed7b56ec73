import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { expect } from 'chai';
import { fencesIn } from '../support/fences.ts';
import { packed } from '../support/packed.ts';

/** The pages that say what to write into the configuration of a linter. */
const pages = ['README.md', 'docs/porting-from-go.md', 'docs/tour/02-forgotten-yield.md'];

const tour = readFileSync('docs/tour/02-forgotten-yield.md', 'utf8');

/** The rule as a page has it, with its options. */
function ruleIn(page: string): unknown {
  const text = readFileSync(page, 'utf8');
  const [, options] = /"typescript\/no-floating-promises": (\[[^]*?^ *\])/m.exec(text) ?? [];
  if (options === undefined) throw new Error(`${page} has no rule`);
  return JSON.parse(options);
}

/** What the linter says of a program beside the packed package, without counts and times. */
function complaints(program: string, rules: Record<string, unknown>): string {
  const folder = mkdtempSync(join(packed().consumer, 'lint-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(packed().root, join(folder, 'node_modules', 'millrace'));
  writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify({ plugins: ['typescript'], rules }));
  const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'main.ts'), program);
  const args = [resolve('node_modules/oxlint/bin/oxlint'), '--type-aware', '--quiet', 'main.ts'];
  // The part of it that knows types is looked for on the PATH.
  const path = [resolve('node_modules/.bin'), process.env['PATH']].join(delimiter);
  const run = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    // Nothing that says where it runs: that changes what it prints.
    env: { PATH: path, NO_COLOR: '1' },
  });
  return run.stdout.replace(/^Found [^]*/m, '').trim();
}

describe('The advice to lint for operations that nobody waits for', function () {
  this.timeout(120_000);

  it('is the same wherever it stands', () => {
    const [first, ...others] = pages.map(ruleIn);
    for (const other of others) expect(other).to.deep.equal(first);
  });

  it('finds the one in the tour, leaves go alone, and says what the tour says', () => {
    const program = fencesIn('tour', tour)[1]?.code ?? '';
    const [, said = ''] = /^```json\n[^]*?^```text\n([^]*?)^```/m.exec(tour) ?? [];
    expect(program).to.match(/^ {2}go\(/m);
    const rules = { 'typescript/no-floating-promises': ruleIn('README.md') };
    expect(complaints(program, rules)).to.equal(said.trim());
    expect(said).to.include('no-floating-promises').and.include("doors.send('open')");
  });

  it('leaves go of an error group alone as well, as the tour warns', () => {
    const program =
      "import { Group } from 'millrace/errgroup';\nconst group = new Group();\ngroup.go(() => {});\ngroup.wait();\n";
    const said = complaints(program, { 'typescript/no-floating-promises': ruleIn('README.md') });
    expect(said)
      .to.include('group.wait()')
      .and.to.match(/main\.ts:4:1/);
    expect(said).not.to.include('main.ts:3');
    expect(tour).to.include('`group.go` of an [error group]');
  });

  it('names what has to be installed for it, wherever it stands', () => {
    for (const page of pages)
      expect(readFileSync(page, 'utf8'), page).to.include('`oxlint-tsgolint`');
  });

  it('names a rule that sees an async function await a generator', () => {
    const program =
      'function* work() { yield 1; }\nasync function main() { await work(); }\nawait main();\n';
    const rule = 'typescript/await-thenable';
    for (const page of pages.slice(1)) expect(readFileSync(page, 'utf8')).to.include(`\`${rule}\``);
    expect(complaints(program, { [rule]: 'off' })).to.equal('');
    expect(complaints(program, { [rule]: 'error' })).to.include('await work()');
  });
});
