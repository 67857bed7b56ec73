/**
 * run: a program with a main goroutine, as in Go.
 *
 * Invariants:
 *  - `programs` has exactly the programs whose main has not ended;
 *  - the kernel has our observer, and the host our hook for its last moment, exactly while there
 *    is one.
 */
import { FatalError, GoexitError, noFunction, onlyOption } from './kernel/errors.ts';
import { Goroutine } from './kernel/goroutine.ts';
import { microtask } from './kernel/host.ts';
import { startTimer } from './kernel/host-timer.ts';
import { abandon, hasFailed, observe, type Pending } from './kernel/op.ts';
import { timersOf } from './kernel/timers.ts';
import { kernel, type Observer, type Task } from './kernel/world.ts';
import type { Joined } from './go.ts';
import { abortAhead } from './report/abort-ahead.ts';
import { Record } from './report/record.ts';
import { deadlock, fatal } from './report/report.ts';

/** What a program may be told. */
export interface RunOptions {
  /**
   * Whether reports say where each goroutine was started and where each async one waits. To look
   * at the stack costs some microseconds each time; without it there is no cost. Default: true.
   */
  readonly sites?: boolean;
}

/** As much of Node's `process` as is needed; other hosts have it too, or do without reports. */
interface Process {
  on(event: 'beforeExit', listener: () => void): void;
  off(event: 'beforeExit', listener: () => void): void;
  exit(status: number): never;
  stderr?: { write(text: string): unknown };
}

const host = (globalThis as { process?: Partial<Process> }).process;

class Program {
  readonly goroutines = new Map<Goroutine, Record>();
  readonly sites: boolean;

  constructor(sites: boolean) {
    this.sites = sites;
  }
}

const programs: Program[] = [];

/** The async goroutine whose stretch of code is running, as far as that can be known. */
let running: Goroutine | null = null;

function programOf(goroutine: Goroutine | null): Program | undefined {
  return programs.find((one) => goroutine !== null && one.goroutines.has(goroutine));
}

const observer: Observer = {
  started(task: Task): void {
    const goroutine = task as Goroutine;
    const parent = (kernel.current ?? kernel.entered ?? running) as Goroutine | null;
    // Whose parent is not known is of the latest program; a stranger's child is of none.
    const program = parent === null ? programs.at(-1) : programOf(parent);
    program?.goroutines.set(goroutine, new Record(parent, program.sites));
  },
  waits(op: unknown, promise: Promise<unknown>): void {
    const goroutine = (kernel.entered as Goroutine | null) ?? running;
    const program = programOf(goroutine);
    const record = goroutine === null ? undefined : program?.goroutines.get(goroutine);
    if (record === undefined || program === undefined) return;
    if (op !== null) record.waitsOn(op, program.sites);
    // Three reactions in a row: this one, that of the `await` which follows, and one that is added
    // after that. Between the first and the last nobody runs but the goroutine.
    const enter = (): void => {
      record.goesOn(op);
      running = goroutine;
    };
    const leave = (): void => {
      running = null;
    };
    promise.then(enter, enter);
    microtask(() => void promise.then(leave, leave));
  },
  ended(task: Task, error: unknown): void {
    const goroutine = task as Goroutine;
    for (const program of programs) {
      if (!program.goroutines.delete(goroutine)) continue;
      if (error instanceof FatalError) end(fatal(error, goroutine));
    }
  },
};

/**
 * Go's main: runs a function as the main goroutine and gives what it returns.
 *
 * When main ends, the program has ended: generator goroutines that it left behind never run again,
 * as in Go (GO-06); async functions cannot be stopped, but their sleeps no longer keep the process
 * alive. When nobody can run and the host has nothing left that could wake anybody, it writes Go's
 * report to stderr, says of each goroutine what it waits for, where, and where it was started, and
 * ends the process with status 2 (DL-01). So it does at a {@link FatalError} that nobody catches.
 *
 * @throws what main throws.
 *
 * @example
 * ```ts
 * import { Channel, go, run } from 'millrace';
 *
 * function* pong(balls: Channel<string>) {
 *   yield* balls.send('pong');
 * }
 * await run(function* () {
 *   const balls = new Channel<string>();
 *   go(pong, balls);
 *   console.log((yield* balls.recv()).value);
 * });
 * // Output:
 * // pong
 * ```
 */
export function run<R>(main: () => R, options: RunOptions = {}): Promise<Joined<R>> {
  if (typeof main !== 'function') throw noFunction(main);
  onlyOption(options, 'sites');
  const world = kernel.home;
  const program = new Program(options.sites ?? true);
  if (programs.push(program) === 1) {
    kernel.observer = observer;
    host?.on?.('beforeExit', lastMoment);
  }
  const goroutine = new Goroutine<Joined<R>>(world, main, []);
  program.goroutines.set(goroutine as Goroutine, new Record(null, program.sites));
  return new Promise((resolve, reject) => {
    observe(goroutine, (ended) => {
      // Who leaves main by goexit lets the others go on (GO-14).
      if (ended.value instanceof GoexitError && hasFailed(ended)) return;
      finish(program);
      if (hasFailed(ended)) reject(ended.value);
      else resolve(ended.value as Joined<R>);
    });
    world.ready(goroutine);
  });
}

function finish(program: Program): void {
  programs.splice(programs.indexOf(program), 1);
  for (const goroutine of program.goroutines.keys()) {
    if (goroutine.body !== null) drop(goroutine);
  }
  if (programs.length > 0) return;
  timersOf(kernel.home).loosen();
  kernel.observer = null;
  host?.off?.('beforeExit', lastMoment);
}

/** It is never stepped again, and takes nothing from anybody (GO-06). */
function drop(goroutine: Goroutine): void {
  if (goroutine.wait !== null) abandon(goroutine.wait as Pending);
  goroutine.body = null;
  goroutine.world.live--;
}

/** How long the process is held before it is looked at again whether an abort is still ahead. */
const UNTIL_NEXT_LOOK_MS = 10;

/** The host has nothing left to do, and some main has not ended: nobody can be woken any more. */
function lastMoment(): void {
  const all = programs.flatMap((program) => [...program.goroutines]);
  if (all.some(([goroutine, record]) => abortAhead(record.op ?? goroutine.wait))) {
    startTimer(() => {}, UNTIL_NEXT_LOOK_MS, true);
    return;
  }
  end(deadlock(all));
}

function end(report: string): void {
  if (host?.stderr?.write !== undefined) host.stderr.write(report);
  else console.error(report);
  host?.exit?.(2);
}
