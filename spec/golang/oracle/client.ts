/**
 * Asks Go what can come of a program: `main.go` runs it over and over.
 *
 * Invariant: `#waiting` has who asked and has not been answered, in the order of their lines.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Program } from '../../../lib/testing/program.ts';
import { build } from './go-tools.ts';

export interface Answer {
  outcomes?: Record<string, number>;
  order?: string[];
  outcome?: string;
  left: number;
  error?: string;
}

/** Blocked goroutines are never collected in Go: after so many a new process takes over. */
const MOST_LEFT = 1_000_000;

/** Locks are outside of what the runtime's bubbles know. */
export function hasLocks(program: Program): boolean {
  return program.procs.some((steps) => steps.some(([kind]) => kind.endsWith('lock')));
}

export class Oracle {
  readonly #path = build(false);
  readonly #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  #child: ChildProcessWithoutNullStreams | null = null;
  #left = 0;

  /** How often each outcome came of so many runs. */
  async ask(program: Program, runs: number, seed: number): Promise<Record<string, number>> {
    if (this.#left > MOST_LEFT && this.#waiting.length === 0) this.stop();
    const child = this.#child ?? this.#start();
    const request = { program, runs, seed, one: hasLocks(program) };
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    this.#left = answer.left;
    if (answer.error !== undefined) throw new Error(`the Go oracle: ${answer.error}`);
    return answer.outcomes ?? {};
  }

  stop(): void {
    const child = this.#child;
    this.#child = null;
    this.#left = 0;
    child?.stdin.end();
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn(this.#path, { stdio: 'pipe' });
    this.#child = child;
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"go"') || !line.startsWith('{')) return;
      this.#waiting.shift()?.resolve(JSON.parse(line) as Answer);
    });
    child.on('close', (status) => {
      if (this.#child === child) this.#child = null;
      const error = new Error(
        `the Go oracle ended with ${String(status)}: ${complaint.slice(0, 2000)}`,
      );
      if (this.#waiting.length > 0) for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
    return child;
  }
}
