import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { GoError } from 'millrace';
import { fencesIn, outputOf, type Fence } from './support/fences.ts';
import { filesBelow } from './support/imports.ts';

const page = readFileSync('docs/errors.md', 'utf8');

/** The codes and classes of the table. */
const rows = [...page.matchAll(/^\| \[`(\w+)`\]\(#(\w+)\) +\| `(\w+)` +\|/gm)].map(
  ([, code = '', anchor = '', name = '']) => ({ code, anchor, name }),
);
const codes = rows.map(({ code }) => code);

/** The sections of the page, by their headings. */
const sections = new Map(
  page
    .split(/^(?=<a id)/m)
    .slice(1)
    .map((text) => [/^### (\w+)$/m.exec(text)?.[1] ?? '', text]),
);

/** What a code is made of that is nowhere written out, as `GoError` does it. */
function codeOf(message: string): string {
  return message.toUpperCase().replace(/\W+/g, '_');
}

/**
 * The codes that stand in a source, as patterns: a part of a message that is only known later may be
 * anything. It reads the calls that make an error of ours, `super` in a class and `new FatalError`.
 */
function codesIn(source: string): RegExp[] {
  const classes = [...source.matchAll(/^export class \w+ extends GoError \{[^]*?^\}/gm)];
  const supers = classes.flatMap(([body]) => [...body.matchAll(/super\(([^]*?)\);/g)]);
  const fatal = [...source.matchAll(/new (?:FatalError|GoError)\(([^]*?)\);/g)];
  return [...supers, ...fatal].map(([, args = '']) => {
    const written = /,\s*'([A-Z_]+)'/.exec(args)?.[1];
    if (written !== undefined) return new RegExp(`^${written}$`);
    const message = /^\s*(['`])(.*?)\1/s.exec(args)?.[2];
    if (message === undefined) throw new Error(`no code is seen in: ${args}`);
    const parts = message.split(/\$\{[^}]*\}/).map(codeOf);
    return new RegExp(`^${parts.join('.+')}$`);
  });
}

const patterns = filesBelow('lib', '.ts').flatMap((file) =>
  codesIn(readFileSync(`lib/${file}`, 'utf8')),
);

/** The classes of errors that lib has. */
async function classes(): Promise<string[]> {
  const files = filesBelow('lib', '.ts').filter((file) =>
    readFileSync(`lib/${file}`, 'utf8').includes('extends GoError'),
  );
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(resolve('lib', file)).href) as Promise<object>),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value: unknown) => typeof value === 'function' && value.prototype instanceof GoError)
    .map((value: { name: string }) => value.name);
}

/** What a fence is checked to print. */
function printed({ code, runs, printed }: Fence): string {
  return printed ?? (runs ? (outputOf(code)?.lines.join('\n') ?? '') : '');
}

describe('docs/errors.md', () => {
  it('has every class of lib in its table, and no other', async () => {
    expect([...new Set(rows.map(({ name }) => name))]).to.have.members(await classes());
  });

  it('has every code of lib in its table, and no other', () => {
    expect(patterns.length).to.be.above(0);
    const missing = patterns.filter((pattern) => !codes.some((code) => pattern.test(code)));
    expect(missing.map(String), 'not in the table').to.deep.equal([]);
    const unknown = codes.filter((code) => !patterns.some((pattern) => pattern.test(code)));
    expect(unknown, 'not in lib').to.deep.equal([]);
    expect(new Set(codes).size).to.equal(codes.length);
  });

  it('has a section for every code, and no other', () => {
    expect([...sections.keys()]).to.have.members(codes);
  });

  for (const { code, anchor } of rows) {
    it(`shows a program that fails with ${code}, and where the table leads`, () => {
      const text = sections.get(code) ?? '';
      expect(anchor).to.equal(code);
      expect(text).to.match(new RegExp(`^<a id="${code}"></a>\n`));
      const words = new RegExp(`\\b${code}\\b`);
      expect(fencesIn('docs/errors.md', text).map(printed).join('\n')).to.match(words);
    });
  }
});

describe('the reader of codes', () => {
  it('finds those that are written, made of the message, and known only later', () => {
    const source = `export class A extends GoError {
  constructor(of: string) {
    super('sync: too late', 'TOO_LATE');
  }
}
export class B extends GoError {
  constructor(of: string, cause: unknown) {
    super(\`bad \${of} of b\`, undefined, { cause });
  }
}
class C extends Map {
  constructor() {
    super('no error');
  }
}
throw new FatalError('out of luck');
`;
    expect(codesIn(source)).to.deep.equal([/^TOO_LATE$/, /^BAD_.+_OF_B$/, /^OUT_OF_LUCK$/]);
  });
});
