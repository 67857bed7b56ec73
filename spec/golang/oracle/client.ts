/**
 * Asks Go what can come of a program: `main.go` runs it over and over.
 *
 * Invariant: a child's `#waiting` has who asked it and has not been answered, in that order.
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

const { GODEBUG } = process.env;

/** Locks, and what has one inside, are outside of what the runtime's bubbles know. */
export function hasLocks(program: Program): boolean {
  const { mutexes = 0, rwmutexes = 0, onces = 0 } = program;
  return mutexes + rwmutexes + onces > 0;
}

/** One process of it. */
class Child {
  left = 0;
  readonly #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(path: string) {
    const child = spawn(path, {
      stdio: 'pipe',
      // Whether a lock is held is asked by trying it: nobody may be interrupted half-way.
      env: {
        ...process.env,
        GODEBUG: `${GODEBUG === undefined ? '' : `${GODEBUG},`}asyncpreemptoff=1`,
      },
    });
    this.#child = child;
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    createInterface(child.stdout).on('line', (line) => {
      // Its first line is its version, and its last one that of a test which has passed.
      if (line.startsWith('{"go"') || !line.startsWith('{')) return;
      this.#waiting.shift()?.resolve(JSON.parse(line) as Answer);
    });
    child.on('close', (status) => {
      const error = new Error(`the Go oracle ended with ${String(status)}: ${complaint}`);
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  async ask(request: unknown): Promise<Answer> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    this.left = answer.left;
    return answer;
  }

  /** It ends once it has answered. */
  stop(): void {
    this.#child.stdin.end();
  }
}

export class Oracle {
  readonly #path: string = build(false);
  #child: Child | null = null;

  /** How often each outcome came of so many runs. */
  async ask(program: Program, runs: number, seed: number): Promise<Record<string, number>> {
    if (this.#child !== null && this.#child.left > MOST_LEFT) this.stop();
    this.#child ??= new Child(this.#path);
    const request = { program, runs, seed, one: hasLocks(program) };
    const { outcomes = {}, error } = await this.#child.ask(request);
    if (error !== undefined) throw new Error(`the Go oracle: ${error}`);
    return outcomes;
  }

  stop(): void {
    this.#child?.stop();
    this.#child = null;
  }
}
