/** The pool in a browser: each line is what was found; the script that serves the page compares. */
import { Channel, go } from 'millrace';
import { Procs } from 'millrace/procs';

type Work = typeof import('./work.ts').default;

const failure = (op: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(op).then(
    () => 'nothing',
    (error: Error & { code?: string }) =>
      // Chromium says of an error that nobody caught it.
      `${error.name} ${error.code ?? ''} ${String(error.cause)}`.replace('Uncaught ', ''),
  );

async function check(): Promise<unknown[]> {
  const found: unknown[] = [crossOriginIsolated];
  const made: Worker[] = [];
  const procs = new Procs<Work>(
    (options) => {
      const worker = new Worker('/work.js', { ...options, type: 'module' });
      made.push(worker);
      return worker;
    },
    { procs: 2 },
  );
  found.push(await procs.go('add', 1, 2));
  found.push((await procs.go('filled', 1000)).length);
  found.push(await failure(procs.go('thrown')));
  found.push(await failure(procs.go('add', (() => 1) as unknown as number, 1)));
  const [jobs, results] = [new Channel<number>(16), new Channel<number>()];
  const call = procs.go('squares', jobs, results);
  go(function* () {
    for (let i = 0; i < 1000; i++) yield* jobs.send(i);
    jobs.close();
  });
  let sum = 0;
  for await (const square of results) sum += square;
  found.push(sum, await call);
  found.push(await failure(procs.go('throwOutside')));
  found.push(await procs.go('add', 2, 2));
  const calls = await Promise.all(Array.from({ length: 5000 }, (_, i) => procs.go('add', i, 1)));
  found.push(calls.every((one, i) => one === i + 1));
  await procs.close();
  found.push(await failure(procs.go('add', 1, 1)), made.length);
  const nowhere = new Procs<Work>('/nowhere.js', { procs: 1 });
  found.push(await failure(nowhere.go('add', 1, 1)));
  const byUrl = new Procs<Work>(new URL('/work.js', location.href), { procs: 1 });
  found.push(await byUrl.go('add', 3, 4));
  await byUrl.close();
  return found;
}

const found = await check().catch((error: unknown) => [String(error)]);
await fetch('/found', { method: 'POST', body: JSON.stringify(found) });
