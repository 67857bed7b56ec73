import 'millrace/automaxprocs';
import { Channel, go, run, select, WaitGroup } from 'millrace';
import { carryContext } from 'millrace/async-context';
import { inspect, set, type Answer } from 'millrace/maxprocs';
import { Procs, serve, transfer, type Functions } from 'millrace/procs';
import { gomaxprocs } from 'millrace/runtime';
import { Cond, Mutex, Once, onceValue, onceValues, Pool, RWMutex } from 'millrace/sync';
import type { Receiver, Routine, Sender } from 'millrace';
import { background, key, withTimeout, withValue, type Context } from 'millrace/context';
import * as errgroup from 'millrace/errgroup';
import * as patterns from 'millrace/patterns';
import { Weighted } from 'millrace/semaphore';
import * as singleflight from 'millrace/singleflight';
import { afterFunc, second, Timer } from 'millrace/time';
import { record, toChromeTrace, toHTML, type Trace } from 'millrace/trace';

/** A user's program, compiled as an ES module and as CommonJS against the packed typings. */
function* produce(numbers: Sender<number>, count: number): Routine<void> {
  for (let i = 0; i < count; i++) yield* numbers.send(i);
  numbers.close();
}

async function total(numbers: Receiver<number>): Promise<number> {
  let sum = 0;
  for await (const n of numbers) sum += n;
  return sum;
}

export async function main(): Promise<number> {
  const numbers = new Channel<number>();
  const done = new Channel<string>(1);
  const group = new WaitGroup();
  group.go(() => done.send('done'));
  go(produce, numbers, 3);
  const selected = await select({ done, idle: Channel.nil<boolean>() });
  const word: string | boolean | undefined = selected.value;
  await group.wait();
  const user = key<string>('user');
  const [ctx, cancel]: [Context, () => void] = withTimeout(
    withValue(background(), user, 'gopher'),
    second,
  );
  const name: string | undefined = ctx.value(user);
  if (name === undefined) await numbers.recv({ signal: ctx.signal });
  cancel();
  const timer: Timer = afterFunc(second, () => done.send('late'));
  if (!timer.stop()) await timer.c.recv();
  return (await total(numbers)) + (word === 'done' ? 1 : 0);
}

export async function locked(mutex: Mutex, shared: RWMutex): Promise<void> {
  const hold: Disposable = await mutex.acquire();
  const read = await shared.rAcquire();
  read[Symbol.dispose]();
  hold[Symbol.dispose]();
}

export function procs(): number {
  const undo = set({ rule: 'go', logger: (line: string) => void line });
  const answer: Answer = inspect({ hierarchy: 'leaf' });
  undo();
  return gomaxprocs() + (answer.quota?.cpus ?? 0);
}

export const result: Promise<number> = run(main);

const config = onceValue(async () => ({ port: 80 }));
const limits = onceValues(() => [1, 'many']);
const buffers = new Pool({ new: () => new Uint8Array(1) });
const users = new singleflight.Group<{ name: string }>();

export async function sync(ctx: Context): Promise<string> {
  const once = new Once();
  await once.do(function* () {
    yield* new Weighted(2).acquire(2, { signal: ctx.signal });
  });
  const mutex = new Mutex();
  const cond = new Cond(mutex);
  cond.broadcast();
  const [group, child]: [errgroup.Group, Context] = errgroup.withContext(ctx);
  group.setLimit(3);
  await group.go(() => child.err());
  await group.wait();
  const [least, most]: [number, string] = await limits();
  const size: number = buffers.get().length;
  const { value, shared } = await users.do('ann', async () => ({ name: 'Ann' }));
  const result = (await users.doChan('bob', () => ({ name: 'Bob' })).recv()).value;
  const name: string = result?.ok === true ? result.value.name : String(result?.error);
  return `${value.name} ${String(shared)} ${name} ${least} ${most} ${size} ${(await config()).port}`;
}

export async function pipeline(ctx: Context, words: Receiver<string>): Promise<number[]> {
  const lengths: Receiver<number> = patterns.map(ctx, words, async (word) => word.length);
  const lists = patterns.batch(ctx, patterns.merge(ctx, lengths), { size: 2, within: second });
  const news: patterns.Feed<number[]> = patterns.broadcast(ctx, lists).subscribe({ capacity: 1 });
  return (await news.recv()).value ?? [];
}

const work = serve({
  add: (a: number, b: number) => a + b,
  *worker(jobs: Receiver<number>, results: Sender<string>): Routine<boolean> {
    const { value, ok } = yield* jobs.recv();
    yield* results.send(String(value));
    return ok;
  },
});

export async function threads(bytes: Uint8Array): Promise<number> {
  const table: Functions<typeof work> = work;
  const pool = new Procs<typeof work>('file:///work.js', { procs: Object.keys(table).length });
  const [jobs, results] = [new Channel<number>(), new Channel<string>()];
  const ok: boolean = await pool.go('worker', jobs, results);
  const sum: number = await pool.go('add', 1, transfer(2, [bytes.buffer]));
  await pool.close();
  return ok ? sum : 0;
}

export function recorded(): string[] {
  const undo: () => void = carryContext();
  const recording = record();
  const trace: Trace = recording.stop();
  undo();
  return [toHTML(trace, { width: 800 }), toChromeTrace(trace)];
}
