import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { filesBelow, importsIn, importsOf } from './support/imports.ts';
import { floors, foreign, hostNames } from './support/policy.ts';

/** The floor of every file the policy names, counted from the ground. */
const floorOf = new Map<string, number>();
for (const [floor, line] of floors.trim().split('\n').entries()) {
  for (const name of line.trim().split(/\s+/)) {
    if (floorOf.has(name)) throw new Error(`the policy names ${name} twice`);
    floorOf.set(name, floor);
  }
}

/** What is wrong with an import, if anything is. Both names are as in the policy. */
function fault(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    const allowed = foreign[from] ?? [];
    return allowed.includes(specifier) ? undefined : 'may not import from outside of lib/';
  }
  if (!specifier.endsWith('.ts')) return 'must name the file, with its suffix';
  const to = posix.join(posix.dirname(from), specifier).slice(0, -'.ts'.length);
  const [above, below] = [floorOf.get(from), floorOf.get(to)];
  if (above === undefined) return 'comes from a file that no floor holds';
  if (below === undefined) return 'goes to a file that no floor holds';
  return below < above ? undefined : `goes from floor ${above} to floor ${below}`;
}

/** The identifiers in a source: no comment, no string, no name after a dot unless it is a global. */
function identifiers(source: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const owner = ts.isPropertyAccessExpression(node.parent) ? node.parent : undefined;
    const isProperty = owner?.name === node && owner.expression.getText() !== 'globalThis';
    if (ts.isIdentifier(node) && !isProperty) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.ES2023, true);
  ts.forEachChild(file, visit);
  return names;
}

describe('floors', () => {
  const files = filesBelow('lib', '.ts').map((path) => path.slice(0, -'.ts'.length));

  it('hold exactly the files of lib', () => {
    expect([...floorOf.keys()]).to.have.members(files);
  });

  for (const file of files) {
    it(`${file} imports only from below`, () => {
      const faults = importsOf(join('lib', `${file}.ts`)).flatMap((specifier) => {
        const what = fault(file, specifier);
        return what === undefined ? [] : [`${specifier}: ${what}`];
      });
      expect(faults).to.deep.equal([]);
    });
  }

  it('reach the host through one door', () => {
    const said: string[] = [];
    for (const file of files) {
      const names = identifiers(readFileSync(join('lib', `${file}.ts`), 'utf8'));
      for (const [name, doors] of Object.entries(hostNames)) {
        if (names.has(name) && !doors.includes(file)) said.push(`${file}: ${name}`);
      }
    }
    expect(said).to.deep.equal([]);
  });

  describe('the policy', () => {
    it('refuses to climb, to look sideways and to leave', () => {
      expect(fault('kernel/ring', './world.ts')).to.equal('goes from floor 0 to floor 1');
      expect(fault('channel', './select.ts')).to.match(/^goes from floor (\d+) to floor \1$/);
      expect(fault('kernel/world', 'node:fs')).to.equal('may not import from outside of lib/');
      expect(fault('kernel/world', './unheard-of.ts')).to.equal(
        'goes to a file that no floor holds',
      );
      expect(fault('kernel/world', './ring.ts')).to.equal(undefined);
    });

    it('sees imports of every form', () => {
      const source = `
        import a from './a.ts'; import type { B } from './b.ts'; import './c.ts';
        export * from './d.ts'; export type { E } from './e.ts';
        const f = await import('./f.ts'); type G = import('./g.ts').G; // import './no.ts'
      `;
      expect(importsIn(source).map((path) => path[2])).to.have.members([...'abcdefg']);
    });

    it('sees the names of the host in code alone', () => {
      const source = `// setTimeout\nconst text = 'performance'; x.process; globalThis.f(g);`;
      expect([...identifiers(source)]).to.deep.equal(['text', 'x', 'globalThis', 'f', 'g']);
    });
  });
});
