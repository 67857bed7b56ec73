/** The process that tries a kernel: runs the suite, or one failure over and over. */
import { failsAgain } from './again.ts';
import type { Ask, Failure } from './failure.ts';
import type { FromKiller, Job, ToKiller } from './messages.ts';
import { suite } from './suite.ts';

/** A broken kernel may fail anywhere, and the suite still has to say how. */
const uncaught: unknown[] = [];
process.on('uncaughtException', (error) => void uncaught.push(error));
process.on('unhandledRejection', (error) => void uncaught.push(error));

const answers = new Map<number, (text: string) => void>();
let asked = 0;

const ask: Ask = (question) =>
  new Promise((resolve) => {
    const id = asked++;
    answers.set(id, resolve);
    tell({ tells: 'question', id, question });
  });

function tell(message: FromKiller): void {
  process.send?.(message);
}

process.on('message', (message: ToKiller) => {
  if (message.tells === 'answer') {
    answers.get(message.id)?.(message.text);
    answers.delete(message.id);
  } else {
    void work(message.job);
  }
});

async function work(job: Job): Promise<void> {
  try {
    if (job.does === 'suite') {
      const kill = await suite({ ...job, ask });
      if (kill === null && uncaught.length > 0) throw uncaught[0];
      tell({ tells: 'kill', kill });
    } else tell({ tells: 'failed', times: await repeat(job.failure, job.times) });
  } catch (error) {
    tell({ tells: 'error', text: String((error as Error).stack ?? error) });
  }
  process.disconnect();
}

async function repeat(failure: Failure, times: number): Promise<number> {
  let failed = 0;
  for (let i = 0; i < times; i++) if (await failsAgain(failure)) failed++;
  return failed;
}
