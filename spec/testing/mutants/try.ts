/** Tries a kernel in a process of its own. */
import { fork } from 'node:child_process';
import { bundle } from './bundle.ts';
import type { FromKiller, Job, ToKiller } from './messages.ts';
import type { Mutant } from './mutant.ts';
import type { Ordered } from './order.ts';
import { answer } from './reference.ts';
import type { Kill } from './suite.ts';

/** Who takes longer is no mutant that the suite can kill. */
const LONGEST_MS = 60_000;
const REPLAYS = 100;

export interface Trying {
  readonly seed: number;
  readonly rounds: number;
  readonly ordered: readonly Ordered[];
  /** Where its files go. */
  readonly folder: string;
}

export interface Tried {
  /** Null if it survived. */
  readonly kill: Kill | null;
  readonly seconds: number;
  /** How many of how many replays have failed again. */
  readonly again: readonly [failed: number, of: number];
}

/** Null stands for the kernel as it is. */
export async function tried(mutant: Mutant | null, trying: Trying): Promise<Tried> {
  const { folder, ...rest } = trying;
  const path = await bundle(mutant, folder);
  const started = performance.now();
  const told = await work(path, { does: 'suite', ...rest });
  const seconds = (performance.now() - started) / 1000;
  if (told.tells !== 'kill') throw new Error(`the suite told ${JSON.stringify(told)}`);
  const { kill } = told;
  if (kill === null) return { kill, seconds, again: [0, 0] };
  // In another process, which nothing has been done to before.
  const replayed = await work(path, { does: 'replay', failure: kill.failure, times: REPLAYS });
  if (replayed.tells !== 'failed') throw new Error(`the replay told ${JSON.stringify(replayed)}`);
  return { kill, seconds, again: [replayed.times, REPLAYS] };
}

/** Starts the process, answers its questions, and gives what it tells in the end. */
function work(path: string, job: Job): Promise<FromKiller> {
  return new Promise((resolve, reject) => {
    const child = fork(path, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    let told: FromKiller | null = null;
    const send = (message: ToKiller): void => void child.send(message);
    child.on('message', (message: FromKiller) => {
      if (message.tells !== 'question') {
        told = message;
        return;
      }
      answer(message.question).then(
        (text) => send({ tells: 'answer', id: message.id, text }),
        reject,
      );
    });
    child.on('exit', (status, signal) => {
      clearTimeout(timer);
      if (told !== null && told.tells !== 'error') resolve(told);
      else reject(new Error(told?.text ?? `the killer ended with ${String(signal ?? status)}`));
    });
    send({ tells: 'job', job });
  });
}
