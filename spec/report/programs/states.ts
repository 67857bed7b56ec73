/** Everybody waits for ever, each on something else, in both forms. */
import { Channel, go, gosched, run, select, until, WaitGroup } from 'millrace';
import type { Op, Routine } from 'millrace';
import { Group } from 'millrace/errgroup';
import { Weighted } from 'millrace/semaphore';
import { Cond, Mutex, Once, RWMutex } from 'millrace/sync';

const jobs = new Channel<number>(3, { name: 'jobs' });
const results = new Channel<number>(0, { name: 'results' });
const nameless = new Channel<number>(1);
jobs.trySend(1);
jobs.trySend(2);
jobs.trySend(3);
const group = new WaitGroup();
group.add(2);
const mutex = new Mutex();
mutex.tryLock();
const read = (): RWMutex => {
  const lock = new RWMutex();
  lock.tryRLock();
  return lock;
};
const written = new RWMutex();
written.tryLock();
const once = new Once();

const waits: Record<string, () => Op<unknown>> = {
  send: () => jobs.send(4),
  receive: () => results.recv(),
  namelessly: () => nameless.recv(),
  nilSend: () => Channel.nil<number>().send(1),
  nilReceive: () => Channel.nil<number>().recv(),
  selectTwo: () => select({ results, out: jobs.onSend(4) }),
  selectOneReceive: () => select([results]),
  selectOneSend: () => select([jobs.onSend(4)]),
  selectNone: () => select({}),
  selectNulls: () => select([null, undefined, null]),
  selectNil: () => select([Channel.nil<number>(), results]),
  waitGroup: () => group.wait(),
  mutex: () => mutex.lock(),
  readers: () => read().lock(),
  writer: () => written.rLock(),
  once: () => once.do(() => {}),
  cond: () => {
    const lock = new Mutex();
    lock.tryLock();
    return new Cond(lock).wait();
  },
  acquire: () => new Weighted(1).acquire(2),
  place: () => {
    const full = new Group();
    full.setLimit(0);
    return full.go(() => {});
  },
  join: () => never,
  promise: () => until(new Promise(() => {})),
};

function* sleeper(): Routine<void> {
  yield* results.recv();
}
let never: Op<void>;

await run(function* main() {
  never = go(sleeper);
  void once.do(() => results.recv());
  for (const [name, make] of Object.entries(waits)) {
    const body = function* (): Routine<void> {
      yield* make();
    };
    const bodyAsync = async (): Promise<void> => {
      await make();
    };
    go(Object.defineProperty(body, 'name', { value: name }));
    go(Object.defineProperty(bodyAsync, 'name', { value: `${name}Async` }));
  }
  yield* gosched();
  yield* never;
});
