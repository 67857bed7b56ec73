import { existsSync, readFileSync } from 'node:fs';
import { filesBelow } from './imports.ts';

/** A piece of code in a document. */
export type Fence = {
  /** Where it stands, as `file:line` of its first line of code. */
  where: string;
  code: string;
  /** False for a fence that is marked: `no-run` is compiled only, `fails` is run in a process of its own. */
  runs: boolean;
  /** Of a fence marked `timeline=name`: the name of its picture. */
  timeline?: string;
  /** Of a fence marked `fails`: what stands in the `text` fence after it. */
  printed?: string;
};

/** Every page: README.md and what is below docs/. */
export function pages(): string[] {
  const docs = existsSync('docs') ? filesBelow('docs', '.md').map((file) => `docs/${file}`) : [];
  return ['README.md', ...docs];
}

/** What a program is to print, after `// Output:` or, in any order, `// Unordered output:`. */
export type Output = { lines: string[]; ordered: boolean };

/**
 * A source with everything but its doc comments blanked, and their stars removed. Lines keep their
 * numbers.
 */
function docComments(source: string): string {
  let text = '';
  let at = 0;
  for (const match of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    text += source.slice(at, match.index).replace(/[^\n]+/g, '');
    text += match[0].replace(/^\/\*\*|\*\/$/g, '').replace(/^[ \t]*\* ?/gm, '');
    at = match.index + match[0].length;
  }
  return text;
}

/** The text of a document in which fences are looked for: all of a page, the doc comments of code. */
export function prose(path: string): string {
  const source = readFileSync(path, 'utf8');
  return path.endsWith('.ts') ? docComments(source) : source;
}

/** What a program that fails is said to print: the next fence after it, which is a `text` one. */
function printedAfter(text: string, at: number, where: string): string {
  const next = /^```(\S*)[^\n]*\n([\s\S]*?)^```/m.exec(text.slice(at));
  if (next?.[1] !== 'text') throw new Error(`${where}: no text fence says what it prints`);
  return next[2] ?? '';
}

/** The `ts` fences of a document. */
export function fencesIn(path: string, text: string = prose(path)): Fence[] {
  const fences: Fence[] = [];
  for (const match of text.matchAll(/^```ts\b([^\n]*)\n([\s\S]*?)^```/gm)) {
    const mark = match[1]?.trim() ?? '';
    const line = text.slice(0, match.index).split('\n').length + 1;
    const where = `${path}:${line}`;
    const code = match[2] ?? '';
    const timeline = /^timeline=([a-z-]+)$/.exec(mark)?.[1];
    if (timeline !== undefined) fences.push({ where, code, runs: true, timeline });
    else if (mark === 'fails') {
      const printed = printedAfter(text, match.index + match[0].length, where);
      fences.push({ where, code, runs: false, printed });
    } else if (mark === '' || mark === 'no-run') {
      fences.push({ where, code, runs: mark === '' });
    } else throw new Error(`${where}: unknown mark "${mark}"`);
  }
  return fences;
}

/** What the code says that it prints. */
export function outputOf(code: string): Output | undefined {
  const match = /^\/\/ (Unordered output|Output):[ \t]*\n((?:\/\/[^\n]*\n?)*)/m.exec(code);
  if (match === null) return undefined;
  const lines = (match[2] ?? '').trimEnd().split('\n');
  return {
    lines: lines.map((line) => line.replace(/^\/\/ ?/, '').trimEnd()),
    ordered: match[1] === 'Output',
  };
}

/** How many values the code claims with `//=>`. */
export function claimsIn(code: string): number {
  return [...code.matchAll(/\/\/=> /g)].length;
}

/**
 * The code with every `statement; //=> text` turned into one that checks what it claims, by a call
 * of `claim(value, text)`: what `console.log` is given, a declared constant, or an expression.
 */
export function withClaims(code: string, module: string): string {
  if (claimsIn(code) === 0) return code;
  const checked = code.replace(
    /^([ \t]*)(\S.*?);?[ \t]*\/\/=> (.*)$/gm,
    (_line, indent: string, statement: string, text: string) => {
      const wanted = JSON.stringify(text.trim());
      const logged = /^console\.log\((.*)\)$/.exec(statement);
      if (logged !== null) return `${indent}claim(${wanted}, ${logged[1] ?? ''});`;
      const declared = /^(?:const|let) (\w+)[^=]*=/.exec(statement);
      if (declared !== null)
        return `${indent}${statement}; claim(${wanted}, ${declared[1] ?? ''});`;
      return `${indent}claim(${wanted}, ${statement});`;
    },
  );
  // On the same line, so that the lines after it keep their numbers.
  return `import { claim } from ${JSON.stringify(module)}; ${checked}`;
}
