import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { sourceFlags } from './source-flags.ts';

/** What documents call the file of a program. */
const SHOWN = '/app/main.ts';

/** A program that is still there after this has hung. */
const PATIENCE_MS = 15_000;

let programs = 0;

/**
 * Runs a program as a file of its own and gives what a terminal shows: stdout and stderr as they came,
 * and below them, unless it is 0, the exit status, as `go run` prints it. The file is called
 * /app/main.ts. What is not the program's is left out: the frames of stacks that are in the library or
 * in Node, the line of theirs that threw, and Node's version.
 */
export async function shown(code: string): Promise<string> {
  // Inside of the repository, so that the package's own name resolves.
  const folder = resolve('.doctest', `${process.pid}-${programs++}`);
  const program = join(folder, 'main.ts');
  const output = join(folder, 'output');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(program, code);
    // One file for both streams keeps their order, and what is written to it is there at the exit.
    const both = openSync(output, 'a');
    const status = await statusOf(program, both).finally(() => closeSync(both));
    const lines = tidied(readFileSync(output, 'utf8'), program);
    if (status !== 0) lines.push(status === null ? 'killed' : `exit status ${status}`);
    return lines.map((line) => `${line}\n`).join('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function statusOf(program: string, output: number): Promise<number | null> {
  return new Promise((done, failed) => {
    // Newer versions of Node say of the loader that it is deprecated; it is none of the program's.
    const flags = [...sourceFlags, '--disable-warning=DEP0205'];
    const child = spawn(process.execPath, [...flags, program], {
      stdio: ['ignore', output, output],
      timeout: PATIENCE_MS,
    });
    child.on('error', failed);
    child.on('close', done);
  });
}

/** The lines of an output, without what differs from machine to machine. */
function tidied(output: string, program: string): string[] {
  const text = stripVTControlCharacters(output)
    .replaceAll(pathToFileURL(program).href, SHOWN)
    .replaceAll(program, SHOWN)
    // Where an uncaught error was thrown: place, source line, caret.
    .replace(/^(?:file:|node:)\S+:\d+\n.*\n *\^+\n\n?/gm, '')
    // Some versions of Node say on which line a top-level await was when the process ended.
    .replace(/^Warning: Detected unsettled top-level await at .*\n.*\n *\^+\n+/gm, '')
    .replace(/^Node\.js v.*\n?/gm, '');
  const lines: string[] = [];
  for (const line of text.trim().split('\n')) {
    const isFrame = /^ +at /.test(line);
    if (!isFrame || line.includes(SHOWN)) lines.push(line.trimEnd());
    // Behind the last frame begins what the error has beside its stack.
    else if (line.endsWith(' {')) lines.push(`${lines.pop() ?? ''} {`);
  }
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}
