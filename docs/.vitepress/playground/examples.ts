/** The examples, by the order of the select box. */
import deadlock from './examples/deadlock.ts?raw';
import mutex from './examples/mutex.ts?raw';
import panic from './examples/panic.ts?raw';
import pipeline from './examples/pipeline.ts?raw';
import primeSieve from './examples/prime-sieve.ts?raw';
import selectTimeout from './examples/select-timeout.ts?raw';
import workerPool from './examples/worker-pool.ts?raw';

export const examples: readonly { readonly title: string; readonly program: string }[] = [
  { title: 'Pipeline', program: pipeline },
  { title: 'select with a time-out', program: selectTimeout },
  { title: 'Worker pool', program: workerPool },
  { title: 'Deadlock', program: deadlock },
  { title: 'Prime sieve', program: primeSieve },
  { title: 'Lost update, and a mutex', program: mutex },
  { title: 'A panic', program: panic },
];
