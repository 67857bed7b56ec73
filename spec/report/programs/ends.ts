/** Ends in the way that its argument names. */
import { after, Channel, go, goexit, gosched, run, select, sleep, until } from 'millrace';
import type { Op, Routine } from 'millrace';
import { afterFunc, Ticker, Timer } from 'millrace/time';

const idle = new Channel<number>(0, { name: 'idle' });

function* says(what: string): Routine<void> {
  yield* sleep(5);
  console.log(what);
}

function* waits(): Routine<void> {
  try {
    yield* idle.recv();
  } finally {
    console.log('finally');
  }
}

async function stranger(): Promise<string> {
  for (let i = 0; i < 2; i++) await sleep(3);
  return 'slept twice';
}

/** Half an hour: what depends on it would be killed long before. */
const LONG_MS = 1_800_000;

const mains: Record<string, () => unknown> = {
  /** Two programs, one within the other, and neither can go on. */
  *nested() {
    go(waits);
    const inner = run(function* innerMain() {
      go(waits);
      yield* select([idle]);
    });
    yield* until(inner);
  },
  *deadlock() {
    go(waits);
    yield* idle.recv();
  },
  async deadlockAsync() {
    go(waits);
    await idle.recv();
  },
  /** Leaves a sleep behind; then somebody begins a later one, and gives it up. */
  async loosened() {
    go(async () => {
      await sleep(LONG_MS);
    });
    await gosched();
  },
  async strangerSleeps() {
    await gosched();
  },
  *sleepPostpones() {
    go(says, 'woke');
    yield* idle.recv();
  },
  *unwatchedTimer() {
    const timer = after(LONG_MS);
    if (timer.tryRecv() !== undefined) throw new Error('too early');
    yield* idle.recv();
  },
  *unwatchedTicker() {
    const timers = [new Ticker(1), new Timer(LONG_MS)];
    if (timers[1]?.c.tryRecv() !== undefined) throw new Error('too early');
    yield* idle.recv();
  },
  *pendingCall() {
    afterFunc(5, () => console.log('called'));
    yield* idle.recv();
  },
  *forsakenTimer() {
    const got = yield* select({ timer: after(LONG_MS), quick: after(1) });
    console.log(got.key);
    yield* idle.recv();
  },
  *firedTimer() {
    const timer = after(1);
    console.log((yield* timer.recv()).ok);
    yield* timer.recv();
  },
  *watchedTimer() {
    go(function* () {
      yield* after(5).recv();
      yield* idle.send(1);
    });
    console.log((yield* idle.recv()).value);
  },
  *timeoutSignal() {
    const outlived = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(20)]);
    const waits = [
      () => idle.recv({ signal: AbortSignal.timeout(20) }),
      () => select({ idle }, { signal: outlived }),
    ];
    for (const wait of waits) {
      try {
        yield* wait() as Op<unknown>;
      } catch (error) {
        console.log((error as Error).name);
      }
    }
    // A signal that nobody will fire wakes nobody.
    yield* idle.recv({ signal: new AbortController().signal });
  },
  async timeoutSignalAsync() {
    try {
      await idle.recv({ signal: AbortSignal.timeout(20) });
    } catch (error) {
      console.log((error as Error).name);
    }
  },
  *othersRun() {
    go(function* () {
      for (let i = 0; i < 3; i++) yield* sleep(2);
      yield* idle.send(3);
    });
    console.log((yield* idle.recv()).value);
  },
  *outside() {
    setTimeout(() => idle.trySend(7), 5);
    console.log((yield* idle.recv()).value);
  },
  *outsidePromise() {
    console.log(yield* until(new Promise((resolve) => setTimeout(resolve, 5, 'settled'))));
  },
  *hopelessPromise() {
    yield* until(new Promise(() => {}));
  },
  *goexitMain() {
    go(says, 'went on');
    try {
      goexit();
    } finally {
      console.log('main left');
    }
  },
  async goexitMainAsync() {
    go(says, 'went on');
    goexit();
  },
  *goexitMainBlocked() {
    go(waits);
    go(says, 'went on');
    yield* gosched();
    goexit();
  },
  *returns() {
    go(waits);
    go(async () => {
      await sleep(LONG_MS);
      console.log('never');
    });
    go(function* () {
      yield* sleep(LONG_MS);
    });
    go(function* () {
      yield* select([after(LONG_MS), idle]);
    });
    yield* gosched();
    console.log('main returns');
  },
  async returnsAsync() {
    go(waits);
    await gosched();
    console.log('main returns');
  },
  *fails() {
    go(waits);
    yield* gosched();
    throw new Error('main fails');
  },
  *fatal() {
    go(function* starter() {
      go(undefined as never);
    });
    yield* idle.recv();
  },
  *fatalJoined() {
    yield* go(function* starter() {
      yield* gosched();
      go(undefined as never);
    });
  },
  *fatalCaught() {
    try {
      go(undefined as never);
    } catch {
      console.log('caught');
    }
  },
  fatalMain() {
    go(null as never);
  },
};

const name = process.argv[2] ?? '';
const main = mains[name];
if (main === undefined) throw new Error('no such main');
// Somebody else, whose sleep is no affair of any program's.
const other = name === 'strangerSleeps' ? go(stranger) : undefined;
console.log(`value ${String(await run(main))}`);
if (name === 'loosened') {
  const leave = new AbortController();
  const long = sleep(2 * LONG_MS, { signal: leave.signal });
  leave.abort('left');
  await long.catch((reason: unknown) => console.log(reason));
}
if (other !== undefined) console.log(await other);
