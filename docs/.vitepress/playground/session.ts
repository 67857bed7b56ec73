/** One run of a program: a worker from its start until it ends, is stopped, or takes too long. */
import { compile, CompileError } from './compile.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { SHOWN } from './places.ts';
import { MOST, Prints } from './prints.ts';

/** How long a program may run. */
export const LIMIT_MS = 10_000;

/** How often the page draws what is printed, at the most. */
const DRAW_MS = 50;

/** Whom a run tells. */
export interface Listener {
  print(stream: 'out' | 'err', text: string): void;
  timeline(svg: string, chrome: string): void;
  /** The run is over; what is said about it. */
  end(verdict: string): void;
}

/** Starts a run, with a timeline of this width; the function that it gives stops it. */
export function start(program: string, home: string, room: number, to: Listener): () => void {
  let worker: Worker | null = null;
  let over = false;
  const prints = new Prints(
    ({ stream, text }) => to.print(stream, text),
    (flush) => setTimeout(flush, DRAW_MS),
  );
  const end = (verdict: string): void => {
    if (over) return;
    over = true;
    clearTimeout(limit);
    worker?.terminate();
    prints.flush();
    to.end(verdict);
  };
  const limit = setTimeout(() => end(`stopped after ${LIMIT_MS / 1000} seconds`), LIMIT_MS);
  const hear = (message: FromWorker): void => {
    if (over) return;
    if (message.kind === 'print') {
      if (!prints.add(message.stream, message.text)) end(`stopped after ${MOST} characters`);
    } else if (message.kind === 'timeline') to.timeline(message.svg, message.chrome);
    else if (message.kind === 'end') end(verdict(message.status, message.waiting));
  };
  compile(program, home).then(
    (code) => {
      if (over) return;
      worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => hear(data);
      worker.onerror = () => end('the worker did not start');
      // There can be one recording at a time: a program that makes its own has that.
      const width = program.includes('millrace/trace') ? null : room;
      worker.postMessage({ code, home, width } satisfies ToWorker);
    },
    (error: unknown) => {
      const where = error instanceof CompileError ? `${SHOWN}:${error.line}: ` : '';
      prints.add('err', `${where}${error instanceof Error ? error.message : String(error)}\n`);
      end('not run');
    },
  );
  return () => end('stopped');
}

/** `waiting` counts the program itself, as `numGoroutine` does. */
export function verdict(status: number, waiting: number): string {
  const others = Math.max(0, waiting - 1);
  const still = others === 0 ? '' : `, ${others} goroutine${others === 1 ? '' : 's'} still waiting`;
  if (status === 13) {
    return `exit status 13: a top-level await that nobody can wake${still}`;
  }
  return `exit status ${status}${status === 0 ? still : ''}`;
}
