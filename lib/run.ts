/** run: a program with a main goroutine, as in Go. */
import { GoexitError, noFunction, onlyOption } from './kernel/errors.ts';
import type { Goroutine } from './kernel/goroutine.ts';
import { macrotask } from './kernel/host.ts';
import { startTimer } from './kernel/host-timer.ts';
import { hasFailed, observe } from './kernel/op.ts';
import { timersOf } from './kernel/timers.ts';
import { kernel } from './kernel/world.ts';
import type { Joined, Startable } from './go.ts';
import { mayWake } from './lifelines.ts';
import { everyone, Program, programs } from './program.ts';
import { abortAhead } from './report/abort-ahead.ts';
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
export function run<R>(
  main: (() => R) & Startable<R>,
  options: RunOptions = {},
): Promise<Joined<R>> {
  if (typeof main !== 'function') throw noFunction(main);
  onlyOption(options, 'sites');
  const program = new Program(options.sites ?? true, (error, goroutine) =>
    end(fatal(error, goroutine)),
  );
  if (programs.first === null) host?.on?.('beforeExit', lastMoment);
  const goroutine = program.begin(main) as Goroutine<Joined<R>>;
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      if (hasFailed(goroutine)) reject(goroutine.value);
      else resolve(goroutine.value as Joined<R>);
    };
    const ready = (): void => {
      // Who leaves main by goexit lets the others go on (GO-14).
      if (goroutine.value instanceof GoexitError && hasFailed(goroutine)) return;
      finish(program);
      // A failure of the same macrotask comes to light first, whatever the caller does then (GO-07):
      // it is seen in the next one and raised in the one after that.
      macrotask(() => macrotask(() => macrotask(settle)));
    };
    observe(goroutine, { ready });
    goroutine.ready();
  });
}

function finish(program: Program): void {
  program.end();
  timersOf(kernel.home).loosen(program);
  if (programs.first !== null) return;
  host?.off?.('beforeExit', lastMoment);
}

/** How long the process is held before it is looked at again whether an abort is still ahead. */
const UNTIL_NEXT_LOOK_MS = 10;

/** The host has nothing left to do, and some main has not ended: nobody can be woken any more. */
function lastMoment(): void {
  if (mayWake()) return;
  const all = everyone();
  if (all.some(({ goroutine, op }) => abortAhead(op ?? goroutine.wait))) {
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
