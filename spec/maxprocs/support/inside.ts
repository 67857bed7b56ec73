/** A process in a group: says what it found, and what the kernel gave it. Or follows, line by line. */
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { inspect } from 'millrace/maxprocs';
import { gomaxprocs } from 'millrace/runtime';

const MS = 500;

/** CPU time over time, with a thread for each CPU that does nothing but work. */
async function burn(): Promise<{ used: number; periods: number }> {
  const source = `const { workerData, parentPort } = require('node:worker_threads');
    parentPort.once('message', (until) => {
      while (performance.timeOrigin + performance.now() < until);
      process.exit();
    });
    parentPort.postMessage('ready');`;
  const workers = cpus().map(() => new Worker(source, { eval: true }));
  await Promise.all(workers.map((one) => new Promise((ready) => one.once('message', ready))));
  const [start, before] = [performance.now(), process.cpuUsage()];
  const until = performance.timeOrigin + start + MS;
  const ends = workers.map((one) => new Promise((ended) => one.once('exit', ended)));
  for (const worker of workers) worker.postMessage(until);
  await Promise.all(ends);
  const { user, system } = process.cpuUsage(before);
  const elapsed = performance.now() - start;
  return { used: (user + system) / 1000 / elapsed, periods: elapsed / 100 };
}

async function tell(): Promise<void> {
  const { cpus, quota, reason, procs } = inspect();
  const [go, automaxprocs] = (['go', 'automaxprocs'] as const).map(
    (rule) => inspect({ rule }).procs,
  );
  const found = {
    cpus,
    quota: quota?.cpus ?? null,
    reason,
    millrace: procs,
    go,
    automaxprocs,
  };
  console.log(JSON.stringify({ ...found, ...(await burn()) }));
}

/** For each number that comes: how many milliseconds until gomaxprocs is that. */
async function follow(): Promise<void> {
  console.log(gomaxprocs());
  for await (const line of createInterface(process.stdin)) {
    const wanted = Number(line);
    const start = performance.now();
    if (line === 'freeze') {
      gomaxprocs(3);
    } else if (line === 'look') {
      await sleep(1500);
    } else {
      while (gomaxprocs() !== wanted && performance.now() - start < 10_000) await sleep(20);
    }
    console.log(line, gomaxprocs(), Math.round(performance.now() - start));
  }
}

await (process.argv[2] === 'follow' ? follow() : tell());
