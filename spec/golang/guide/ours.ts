/** What the TypeScript halves print, run one after another in as few processes as may be. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Outcome } from './pairs.ts';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/** Who has not ended by then hangs. */
const PATIENCE_MS = 30_000;

/** What the child writes around the output of a half; see there. */
const STARTS = '\u0001\n';
const ENDS = '\u0002\n';

/**
 * Runs each half as a module of its own and gives what came of them, in order. A half that ends its
 * process takes nobody along: the others go on in another. They are built beforehand, since a
 * process that has to read TypeScript takes ten times as long to start.
 */
export async function outcomesOf(halves: readonly string[]): Promise<Outcome[]> {
  // Inside of the repository, so that the package's own name resolves.
  const folder = resolve('.doctest', `guide-${String(process.pid)}`);
  mkdirSync(folder, { recursive: true });
  try {
    const files = halves.map((code, i) => {
      const file = join(folder, `${String(i)}.ts`);
      writeFileSync(file, code);
      return file;
    });
    await build({
      entryPoints: files,
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@millrace/source'],
      keepNames: true,
      logLevel: 'error',
    });
    const built = files.map((file) => file.replace(/ts$/, 'mjs'));
    const outcomes: Outcome[] = [];
    while (outcomes.length < built.length) {
      outcomes.push(...(await some(built.slice(outcomes.length))));
    }
    return outcomes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The outcomes of all, or of those up to the first that ended the process. */
function some(files: string[]): Promise<Outcome[]> {
  return new Promise((done, failed) => {
    const options = { timeout: PATIENCE_MS, killSignal: 'SIGKILL' } as const;
    execFile(process.execPath, [child, ...files], options, (error, stdout, stderr) => {
      const outcomes = stdout.split(STARTS).slice(1).map(read);
      const last = outcomes.at(-1);
      if (error !== null && last !== undefined && !stdout.endsWith(ENDS)) {
        last.error = wordOf(stderr, error.code) ?? `status ${String(error.code)}: ${stderr}`;
      } else if (error !== null || last === undefined) {
        failed(error ?? new Error('nothing was run'));
        return;
      }
      done(outcomes);
    });
  });
}

function read(written: string): Outcome {
  const out = written.replace(ENDS, '').split('\n').slice(0, -1);
  return { out };
}

/** Go's word for how it ended. The host's for a panic is an uncaught exception, of status 1. */
function wordOf(stderr: string, status: unknown): string | undefined {
  const fatal = /^fatal error: .*/m.exec(stderr)?.[0];
  if (fatal !== undefined) return status === 2 ? fatal : undefined;
  return /^(?:Uncaught )?PanicError: (panic: .*) \[goroutine .*\]$/m.exec(stderr)?.[1];
}
