import { Channel, go, run, WaitGroup } from 'millrace';
import type { Receiver, Routine, Sender } from 'millrace';

/**
 * A worker pool: any number of jobs, three workers. The workers share one channel of jobs and one of
 * results; closing the jobs ends the workers, and when all have ended the results are closed.
 *
 *     for w := range 3 { wg.Add(1); go worker(w, jobs, results, &wg) }
 *     go func() { wg.Wait(); close(results) }()
 *     for r := range results { … }
 */
export interface Result {
  worker: number;
  text: string;
  letters: number;
}

const workers = 3;

export function* countLetters(texts: readonly string[]): Routine<Result[]> {
  const jobs = new Channel<string>();
  const results = new Channel<Result>();
  const wg = new WaitGroup();
  for (let id = 1; id <= workers; id++) {
    wg.add(1);
    go(worker, id, jobs, results, wg);
  }
  go(feed, texts, jobs);
  go(closeWhenDone, results, wg);

  const all: Result[] = [];
  for (let r = yield* results.recv(); r.ok; r = yield* results.recv()) all.push(r.value);
  return all;
}

function* worker(
  id: number,
  jobs: Receiver<string>,
  results: Sender<Result>,
  wg: WaitGroup,
): Routine<void> {
  for (let job = yield* jobs.recv(); job.ok; job = yield* jobs.recv()) {
    yield* results.send(work(id, job.value));
  }
  wg.done();
}

function* feed(texts: readonly string[], jobs: Sender<string>): Routine<void> {
  for (const text of texts) yield* jobs.send(text);
  jobs.close();
}

function* closeWhenDone(results: Sender<Result>, wg: WaitGroup): Routine<void> {
  yield* wg.wait();
  results.close();
}

function work(id: number, text: string): Result {
  return { worker: id, text, letters: text.replaceAll(/\P{L}/gu, '').length };
}

/** The same in async functions. Here the goroutines are closures, as in most Go programs. */
export async function countLettersAsync(texts: readonly string[]): Promise<Result[]> {
  const jobs = new Channel<string>();
  const results = new Channel<Result>();
  const wg = new WaitGroup();
  for (let id = 1; id <= workers; id++) {
    wg.go(async () => {
      for await (const text of jobs) await results.send(work(id, text));
    });
  }
  go(async () => {
    for (const text of texts) await jobs.send(text);
    jobs.close();
  });
  go(async () => {
    await wg.wait();
    results.close();
  });

  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

function* main(): Routine<void> {
  const texts = ['share memory', 'by communicating', 'not the other way', 'round'];
  for (const [form, results] of [
    ['generator', yield* countLetters(texts)],
    ['async', yield* go(countLettersAsync, texts)],
  ] as const) {
    for (const { worker: id, text, letters } of results) {
      console.log(`${form}: worker ${id} counted ${letters} letters in '${text}'`);
    }
  }
}

if (process.argv[1] === import.meta.filename) await run(main);
