import { Channel, go, gosched, WaitGroup } from 'millrace';
import type { Op, Routine } from 'millrace';
import { Cond, Mutex, RWMutex } from 'millrace/sync';

/** Writes down one step of a program. */
type Log = (what: string) => void;

function* say(log: Log, what: string): Routine<void> {
  log(what);
}

/** Waits, and says so once it goes on, whether or not the operation failed. */
function* waitThenSay(log: Log, what: string, make: () => Op<unknown>): Routine<void> {
  try {
    yield* make();
  } catch {
    // A sender that the close meets says its word as well.
  }
  log(what);
}

function* spawnBlock(log: Log): Routine<void> {
  const done = new Channel<boolean>();
  let ran = 0;
  function* body(i: number): Routine<void> {
    log(String(i));
    if (++ran === 5) done.close();
  }
  for (let i = 1; i <= 5; i++) go(body, i);
  yield* done.recv();
}

function* spawnGosched(log: Log): Routine<void> {
  for (let i = 1; i <= 5; i++) go(say, log, String(i));
  yield* gosched();
  log('main');
}

function* closeReceivers(log: Log): Routine<void> {
  const c = new Channel<number>();
  for (let i = 1; i <= 5; i++) go(waitThenSay, log, `r${i}`, () => c.recv());
  yield* gosched();
  c.close();
}

function* closeSenders(log: Log): Routine<void> {
  const c = new Channel<number>();
  for (let i = 1; i <= 3; i++) go(waitThenSay, log, `p${i}`, () => c.send(i));
  yield* gosched();
  c.close();
}

function* fiveSenders(log: Log): Routine<void> {
  const c = new Channel<number>();
  for (let i = 1; i <= 5; i++) go(waitThenSay, log, `s${i}`, () => c.send(i));
  yield* gosched();
  go(function* () {
    for (let i = 1; i <= 5; i++) log(String((yield* c.recv()).value));
  });
}

function* fiveReceivers(log: Log): Routine<void> {
  const c = new Channel<number>();
  function* receiver(i: number): Routine<void> {
    log(`r${i}=${(yield* c.recv()).value}`);
  }
  for (let i = 1; i <= 5; i++) go(receiver, i);
  yield* gosched();
  go(function* () {
    for (let i = 1; i <= 5; i++) yield* c.send(i);
  });
}

function* waitGroup(log: Log): Routine<void> {
  const group = new WaitGroup();
  group.add(1);
  for (let i = 1; i <= 5; i++) go(waitThenSay, log, `w${i}`, () => group.wait());
  yield* gosched();
  group.done();
}

/** Everybody else runs for as long as anybody can. */
function* settle(): Routine<void> {
  for (let i = 0; i < 20; i++) yield* gosched();
}

/** A condition on which w1 to w5 wait. */
function* waiting(log: Log): Routine<Cond> {
  const mutex = new Mutex();
  const cond = new Cond(mutex);
  for (let i = 1; i <= 5; i++) {
    go(function* () {
      yield* mutex.lock();
      yield* cond.wait();
      mutex.unlock();
      log(`w${i}`);
    });
  }
  yield* settle();
  return cond;
}

function* condBroadcast(log: Log): Routine<void> {
  (yield* waiting(log)).broadcast();
}

function* condSignal(log: Log): Routine<void> {
  const cond = yield* waiting(log);
  for (let i = 1; i <= 3; i++) cond.signal();
  yield* settle();
  log('then');
  cond.broadcast();
}

/** Somebody reads; W1, R2, W3 and R4 queue in that order. */
function* rwMutex(log: Log): Routine<void> {
  const lock = new RWMutex();
  yield* lock.rLock();
  for (const name of ['W1', 'R2', 'W3', 'R4']) {
    go(function* () {
      yield* name.startsWith('W') ? lock.lock() : lock.rLock();
      log(name);
      if (name.startsWith('W')) lock.unlock();
      else lock.rUnlock();
    });
  }
  yield* settle();
  lock.rUnlock();
}

function* nested(log: Log): Routine<void> {
  go(function* () {
    log('A');
    go(say, log, 'B');
    go(say, log, 'C');
    log('A-end');
  });
  go(say, log, 'D');
}

/** A producer and a consumer that ranges over the channel between them. */
function* stream(
  log: Log,
  capacity: number,
  items: number,
  when: 'before' | 'after',
): Routine<void> {
  const c = new Channel<number>(capacity);
  go(function* () {
    for (let i = 0; i < items; i++) {
      if (when === 'before') log(`s${i}`);
      yield* c.send(i);
      if (when === 'after') log(`s${i}`);
    }
    c.close();
  });
  go(function* () {
    for (let got = yield* c.recv(); got.ok; got = yield* c.recv()) log(`r${got.value}`);
  });
}

/** The programs of `main.go`, by the names it prints. */
const programs: Record<string, (log: Log) => Routine<void>> = {
  'spawn 1 to 5, then block': spawnBlock,
  'spawn 1 to 5, then gosched': spawnGosched,
  'close wakes receivers': closeReceivers,
  'close wakes senders': closeSenders,
  'five blocked senders': fiveSenders,
  'five blocked receivers': fiveReceivers,
  'wait group with five waiters': waitGroup,
  'cond broadcast': condBroadcast,
  'three cond signals': condSignal,
  'nested spawns': nested,
  'unbuffered, logged before each send': (log) => stream(log, 0, 6, 'before'),
  'unbuffered, logged after each send': (log) => stream(log, 0, 6, 'after'),
  buffered: (log) => stream(log, 2, 8, 'after'),
  rwmutex: rwMutex,
};

export const names: readonly string[] = Object.keys(programs);

/** Runs one of them as a goroutine until nobody can run any more, and gives what it said. */
export async function said(name: string): Promise<string> {
  const words: string[] = [];
  const program = programs[name];
  if (program === undefined) throw new Error(`no program: ${name}`);
  await go(program, (what) => words.push(what));
  await new Promise<void>((resolve) => setImmediate(resolve));
  return words.join(' ');
}
