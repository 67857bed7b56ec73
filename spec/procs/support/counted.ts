/** A pool that shows its threads. */
import { Worker } from 'node:worker_threads';
import { bundle } from './bundle.ts';
import { Procs, type ProcsOptions, type ThreadOptions } from 'millrace/procs';

export interface Counted<M> {
  readonly procs: M;
  /** Every worker that was made, the first first. */
  readonly made: Worker[];
  readonly options: ThreadOptions[];
}

export type Work = typeof import('../fixtures/work.ts').default;

/** The module that threads run. */
export const work: URL = bundle('work.ts');

export function counted(options?: ProcsOptions, url: URL = work): Counted<Procs<Work>> {
  const made: Worker[] = [];
  const given: ThreadOptions[] = [];
  const make = (how: ThreadOptions): Worker => {
    const worker = new Worker(url, { ...how, execArgv: [] });
    made.push(worker);
    given.push(how);
    return worker;
  };
  return { procs: new Procs<Work>(make, options), made, options: given };
}

/** What an operation fails with. */
export function failure(op: PromiseLike<unknown>): Promise<Error & { code?: string }> {
  return Promise.resolve(op).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as Error,
  );
}

export function exit(worker: Worker): Promise<number> {
  return new Promise((resolve) => worker.once('exit', resolve));
}
