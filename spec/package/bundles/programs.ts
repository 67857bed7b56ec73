/**
 * Programs of users, for bundlers: what each prints, what may be in its bundle, and how many bytes that
 * may have, minified. `npm run consumers` prints what was measured; the budgets are some three in a
 * hundred more.
 */
export interface Program {
  readonly name: string;
  readonly source: string;
  /** What it prints, on stdout and on stderr. */
  readonly prints: string;
  /** Whose marks may be in its bundle; of all others none. */
  readonly keeps: readonly Mark[];
  readonly budget: Readonly<Record<'esbuild' | 'rollup' | 'webpack', number>>;
}

export type Mark = keyof typeof marks;

/** Texts that no minifier changes, each of one thing alone, and the entry that has it. */
export const marks = {
  channel: { entry: 'millrace', text: 'makechan: size out of range' },
  select: { entry: 'millrace', text: 'select: pass a record or an array of arms' },
  waitGroup: { entry: 'millrace', text: 'WaitGroup.add: a whole number was expected' },
  go: { entry: 'millrace', text: 'go of nil func value' },
  report: { entry: 'millrace', text: 'all goroutines are asleep - deadlock!' },
  errgroup: { entry: 'millrace/errgroup', text: 'Group.setLimit: a whole number was expected' },
  debounce: { entry: 'millrace/patterns', text: 'debounce: a number of milliseconds was expected' },
  pool: {
    entry: 'millrace/patterns',
    text: 'pool: a whole number of workers from 1 up was expected',
  },
  fromIterable: { entry: 'millrace/streams', text: 'fromIterable: an iterable was expected' },
  fromReadable: { entry: 'millrace/streams', text: 'fromReadable: a stream was expected' },
  overflow: { entry: 'millrace/rxjs', text: 'what pushes cannot be made to wait' },
  semaphore: { entry: 'millrace/semaphore', text: 'semaphore: released more than held' },
  canceled: { entry: 'millrace/context', text: 'context canceled' },
  deadline: {
    entry: 'millrace/context',
    text: 'withDeadline: milliseconds since the epoch were expected',
  },
  mutex: { entry: 'millrace/sync', text: 'sync: unlock of unlocked mutex' },
  rwMutex: { entry: 'millrace/sync', text: 'sync: RUnlock of unlocked RWMutex' },
  interval: { entry: 'millrace/time', text: 'non-positive interval for ' },
  maxprocs: { entry: 'millrace/maxprocs', text: '/proc/self/mountinfo' },
  procs: { entry: 'millrace/procs', text: 'call of closed procs' },
  testing: { entry: 'millrace/testing', text: 'fast-check' },
  asyncContext: { entry: 'millrace/async-context', text: 'node:async_hooks' },
  picture: { entry: 'millrace/trace', text: 'viewBox' },
  chrome: { entry: 'millrace/trace', text: 'displayTimeUnit' },
};

export const programs: readonly Program[] = [
  {
    name: 'Channel',
    source: `
      import { Channel } from 'millrace';
      const words = new Channel(1);
      await words.send('hello');
      console.log((await words.recv()).value);`,
    prints: 'hello',
    keeps: ['channel'],
    budget: { esbuild: 9650, rollup: 9650, webpack: 10750 },
  },
  {
    name: 'WaitGroup',
    source: `
      import { WaitGroup } from 'millrace';
      const group = new WaitGroup();
      group.add(2);
      for (let i = 0; i < 2; i++) queueMicrotask(() => group.done());
      await group.wait();
      console.log('both');`,
    prints: 'both',
    keeps: ['waitGroup', 'go'],
    budget: { esbuild: 9450, rollup: 9450, webpack: 10550 },
  },
  {
    name: 'Channel, go, select',
    source: `
      import { Channel, go, select } from 'millrace';
      const [left, right] = [new Channel(), new Channel()];
      go(function* () { yield* right.send('from the right'); });
      console.log((await select({ left, right })).value);`,
    prints: 'from the right',
    keeps: ['channel', 'go', 'select'],
    budget: { esbuild: 13950, rollup: 13950, webpack: 16800 },
  },
  {
    name: 'run',
    source: `
      import { run } from 'millrace';
      console.log(await run(function* () { return 'over'; }));`,
    prints: 'over',
    keeps: ['channel', 'go', 'report'],
    budget: { esbuild: 21050, rollup: 21050, webpack: 22100 },
  },
  {
    name: 'a module for its side effect',
    source: `import 'millrace/automaxprocs';`,
    prints: 'maxprocs: Honoring GOMAXPROCS="7" as set in environment',
    keeps: ['maxprocs'],
    budget: { esbuild: 17400, rollup: 17400, webpack: 16900 },
  },
  {
    name: 'one unit of time',
    source: `
      import { second } from 'millrace/time';
      console.log(second);`,
    prints: '1000',
    keeps: [],
    budget: { esbuild: 50, rollup: 50, webpack: 50 },
  },
  {
    name: 'Mutex',
    source: `
      import { Mutex } from 'millrace/sync';
      const mutex = new Mutex();
      await mutex.lock();
      console.log(mutex.tryLock());`,
    prints: 'false',
    keeps: ['mutex'],
    budget: { esbuild: 8550, rollup: 8550, webpack: 9600 },
  },
  {
    name: 'Weighted',
    source: `
      import { Weighted } from 'millrace/semaphore';
      const seats = new Weighted(3);
      await seats.acquire(2);
      console.log(seats.tryAcquire(2));`,
    prints: 'false',
    keeps: ['semaphore'],
    budget: { esbuild: 8300, rollup: 8300, webpack: 9400 },
  },
  {
    name: 'errgroup.Group',
    source: `
      import { Group } from 'millrace/errgroup';
      const group = new Group();
      group.go(() => { throw new Error('first'); });
      console.log(await group.wait().then(() => 'none', (error) => error.message));`,
    prints: 'first',
    keeps: ['errgroup', 'go'],
    budget: { esbuild: 10950, rollup: 10950, webpack: 12000 },
  },
  {
    name: 'withCancel',
    source: `
      import { background, withCancel } from 'millrace/context';
      const [ctx, cancel] = withCancel(background());
      cancel();
      console.log(ctx.err().message);`,
    prints: 'context canceled',
    keeps: ['channel', 'go', 'select', 'canceled'],
    budget: { esbuild: 19200, rollup: 19200, webpack: 18900 },
  },
  {
    name: 'merge',
    source: `
      import { Channel } from 'millrace';
      import { background } from 'millrace/context';
      import { merge } from 'millrace/patterns';
      const sources = [1, 2].map((n) => {
        const source = new Channel(1);
        source.trySend(n);
        source.close();
        return source;
      });
      let sum = 0;
      for await (const n of merge(background(), ...sources)) sum += n;
      console.log(sum);`,
    prints: '3',
    keeps: ['channel', 'go', 'select', 'canceled'],
    budget: { esbuild: 22500, rollup: 22700, webpack: 25750 },
  },
  {
    name: 'fromIterable',
    source: `
      import { fromIterable } from 'millrace/streams';
      let text = '';
      for await (const letter of fromIterable('abc')) text += letter;
      console.log(text);`,
    prints: 'abc',
    keeps: ['channel', 'fromIterable'],
    budget: { esbuild: 12700, rollup: 12700, webpack: 13850 },
  },
  {
    name: 'toObservable, without RxJS',
    source: `
      import { Channel } from 'millrace';
      import { toObservable } from 'millrace/rxjs';
      const words = new Channel(2);
      for (const word of ['one', 'two']) words.trySend(word);
      words.close();
      toObservable(words).subscribe({ next: console.log, complete: () => console.log('end') });`,
    prints: 'one\ntwo\nend',
    keeps: ['channel'],
    budget: { esbuild: 11550, rollup: 11550, webpack: 11350 },
  },
  {
    name: 'record, without its writers',
    source: `
      import { Channel } from 'millrace';
      import { record } from 'millrace/trace';
      const recording = record();
      const words = new Channel(1, { name: 'words' });
      await words.send('hello');
      await words.recv();
      recording.stop();
      console.log(recording.events.some(({ kind }) => kind === 'message'));`,
    prints: 'true',
    keeps: ['channel', 'go'],
    budget: { esbuild: 24150, rollup: 24150, webpack: 26150 },
  },
];
