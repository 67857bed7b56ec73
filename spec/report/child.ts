import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sourceFlags } from '../support/source-flags.ts';

/** What a program in `programs/` did. */
export type Outcome = { status: number | null; stdout: string; stderr: string };

function pathOf(program: string): string {
  return fileURLToPath(new URL(`programs/${program}.ts`, import.meta.url));
}

/** Runs a program to its end; one that hangs is killed, and has no status. */
export function outcomeOf(program: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...sourceFlags, pathOf(program), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 15_000,
    });
    const outcome = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (outcome.stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (outcome.stderr += String(chunk)));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...outcome }));
  });
}

/** The place of a line of a program, as reports write it, by the mark at the end of that line. */
export function placeOf(program: string, mark: string): string {
  const path = pathOf(program);
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.endsWith(`// ${mark}`));
  if (at < 0) throw new Error(`${program} has no mark ${mark}`);
  return `${path}:${at + 1}`;
}

/** The report of one goroutine. */
export type Dump = {
  id: number;
  state: string;
  name: string;
  /** What it waits on. */
  on: string[];
  /** Innermost first. */
  frames: { fn: string; at: string }[];
  created: { fn: string; parent: number | undefined; at: string } | undefined;
};

/** Reads a report line by line; a line that is not understood is an error. */
export function read(report: string): { first: string; goroutines: Dump[] } {
  const [first = '', blank, ...rest] = report.trimEnd().split('\n');
  if (rest.length > 0 && blank !== '') throw new Error(`no blank line after: ${first}`);
  const goroutines: Dump[] = [];
  for (let i = 0; i < rest.length; i++) {
    const line = rest[i] as string;
    const head = /^goroutine (\d+) \[(.+)\]: (.*)$/.exec(line);
    const last = goroutines.at(-1);
    const created = /^created by (.+?)(?: in goroutine (\d+))?$/.exec(line);
    const frame = /^(.+)\(\.\.\.\)$/.exec(line);
    if (head !== null) {
      const [, id, state = '', name = ''] = head;
      goroutines.push({ id: Number(id), state, name, on: [], frames: [], created: undefined });
    } else if (last === undefined) {
      throw new Error(`before any goroutine: ${line}`);
    } else if (line.startsWith('  on ')) {
      last.on.push(line.slice('  on '.length));
    } else if (created !== null) {
      const [, fn = '', parent] = created;
      const id = parent === undefined ? undefined : Number(parent);
      last.created = { fn, parent: id, at: place(rest[++i]) };
    } else if (frame !== null) {
      last.frames.push({ fn: frame[1] as string, at: place(rest[++i]) });
    } else if (line !== '' || !rest[i + 1]?.startsWith('goroutine ')) {
      throw new Error(`not understood: ${line}`);
    }
  }
  return { first, goroutines };
}

function place(line: string | undefined): string {
  if (line === undefined || !/^\t\/.*:\d+$/.test(line)) throw new Error(`no place: ${line}`);
  return line.slice(1);
}
