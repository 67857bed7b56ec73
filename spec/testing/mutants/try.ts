/** Tries a kernel in a process of its own. */
import { fork } from 'node:child_process';
import { bundle } from './bundle.ts';
import type { FromKiller, Job, ToKiller } from './messages.ts';
import type { Mutant } from './mutant.ts';
import { answer } from './reference.ts';
import type { Kill, Setting } from './suite.ts';

/** Who takes longer is no mutant that the suite can kill. */
const LONGEST_MS = 60_000;
const REPLAYS = 100;

/** What the suite is given, and where its files go. */
export type Trying = Omit<Setting, 'ask'> & { readonly folder: string };

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
    const failed = (error: Error): void => {
      child.kill('SIGKILL');
      reject(error);
    };
    const send = (message: ToKiller): void => {
      if (child.connected) child.send(message);
    };
    child.on('message', (message: FromKiller) => {
      if (message.tells === 'error') failed(new Error(message.text));
      if (message.tells !== 'question') return resolve(message);
      const { id, question } = message;
      answer(question).then((text) => send({ tells: 'answer', id, text }), failed);
    });
    child.on('exit', (status, signal) => {
      clearTimeout(timer);
      reject(new Error(`the killer ended with ${String(signal ?? status)}`));
    });
    send({ tells: 'job', job });
  });
}
