/**
 * Makes of a program in TypeScript the module that a browser runs. No line moves: what goes wrong on a
 * line of the module goes wrong on that line of the program.
 */
import { init, parse } from 'es-module-lexer';
import { transform } from 'sucrase';
import { BEGIN, HOLD } from './compile-names.ts';
import { addressOf } from './entries.ts';

/** Why a program cannot be run, and on which line of it. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** The module, with its imports from below `home`, the address of the library's files. */
export async function compile(program: string, home: string): Promise<string> {
  await init;
  const code = withoutTypes(program);
  const [imports] = parsed(code);
  // On the first line and not before it. Imports come before it all the same.
  let module = `${BEGIN}();`;
  let done = 0;
  for (const { n, s, e, d, ss, se } of imports) {
    // `import.meta` stands in the list too, as the import of nothing.
    if (d === -2) continue;
    const address = n === undefined ? null : addressOf(n, home);
    if (address === null) throw new CompileError(refusal(n), lineOf(code, s));
    if (d === -1) {
      module += code.slice(done, s) + address;
      done = e;
    } else {
      module += `${code.slice(done, ss)}${HOLD}(import(${JSON.stringify(address)}))`;
      done = se;
    }
  }
  return module + code.slice(done);
}

function withoutTypes(program: string): string {
  try {
    return transform(program, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    const text = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
    throw new CompileError(text, loc?.line ?? 1);
  }
}

function parsed(code: string): ReturnType<typeof parse> {
  try {
    return parse(code, 'main.ts');
  } catch (error) {
    const { idx = 0 } = error as { idx?: number };
    throw new CompileError('Unexpected token', lineOf(code, idx));
  }
}

function refusal(specifier: string | undefined): string {
  if (specifier === undefined) return 'import() takes a string here';
  return `cannot import '${specifier}' here: only the entries of millrace that a browser can run`;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
