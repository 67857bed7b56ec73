/** Everything that can be left, left at a random moment; the same values go on to the next. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Channel, go, gosched, type Received } from 'millrace';
import { fromObservable, toObservable } from 'millrace/rxjs';
import { fromEvent, fromIterable, fromReadable, toReadable, type Feed } from 'millrace/streams';
import { Subject } from 'rxjs';

export interface Left {
  /** How many were delivered, and by how many that differs from what was sent, in its order. */
  readonly delivered: number;
  readonly wrong: number;
  /** Waiters and listeners that are still there. */
  readonly left: number;
}

export interface Leaver {
  readonly name: string;
  leave(times: number, random: () => number): Promise<Left>;
}

async function ticks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await null;
}

const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How many of these are not the numbers from 0 on. */
function wrongIn(got: readonly number[]): number {
  return got.filter((n, i) => n !== i).length;
}

/** What whoever has stopped a feed still gets from it. */
async function lastOf(feed: Feed<number>, waiting: PromiseLike<Received<number>>) {
  const got: number[] = [];
  const r = await waiting;
  if (r.ok) got.push(r.value);
  // What was on its way may still be received.
  await idle();
  for (let late = feed.tryRecv(); late?.ok === true; late = feed.tryRecv()) got.push(late.value);
  return got;
}

/** An endless sender, and the channel it sends on. */
function source(): { channel: Channel<number>; stop(): Promise<number> } {
  const channel = new Channel<number>();
  let stopped = false;
  const sender = go(function* () {
    let n = 0;
    while (!stopped) {
      yield* channel.send(n++);
      if (n % 3 === 0) yield* gosched();
    }
    return n;
  });
  const stop = async (): Promise<number> => {
    stopped = true;
    return sender;
  };
  return { channel, stop };
}

/** Lets visitors come and go at a channel, then takes what is left. */
async function visits(
  times: number,
  visit: (channel: Channel<number>, got: number[]) => Promise<void>,
): Promise<Left> {
  const { channel, stop } = source();
  const got: number[] = [];
  for (let i = 0; i < times; i++) {
    await visit(channel, got);
    if (i % 100 === 0) await idle();
  }
  const left = channel.receivers.first === null ? 0 : 1;
  const stopped = stop();
  const rest = channel[Symbol.asyncIterator]();
  void stopped.then(() => channel.close());
  for (let r = await rest.next(); r.done !== true; r = await rest.next()) got.push(r.value);
  const sent = await stopped;
  return { delivered: got.length, wrong: wrongIn(got) + Math.abs(sent - got.length), left };
}

export const leavers: readonly Leaver[] = [
  {
    name: 'toObservable, unsubscribe',
    leave: (times, random) =>
      visits(times, async (channel, got) => {
        const subscription = toObservable(channel).subscribe((n) => got.push(n));
        await ticks(random() * 9);
        subscription.unsubscribe();
      }),
  },
  {
    name: 'toReadable, cancel',
    leave: (times, random) =>
      visits(times, async (channel, got) => {
        const reader = toReadable(channel).getReader();
        const reads = [reader.read(), reader.read()];
        await ticks(random() * 9);
        await reader.cancel();
        for (const { done, value } of await Promise.all(reads)) if (!done) got.push(value);
      }),
  },
  {
    name: 'toReadable, break',
    leave: (times, random) =>
      visits(times, async (channel, got) => {
        let left = random() * 4;
        for await (const n of toReadable(channel)) {
          got.push(n);
          if (--left < 0) break;
        }
      }),
  },
  {
    name: 'fromReadable, dispose',
    leave: (times, random) =>
      visits(times, async (channel, got) => {
        const feed = fromReadable(toReadable(channel));
        const waiting = feed.recv();
        await ticks(random() * 12);
        feed[Symbol.dispose]();
        got.push(...(await lastOf(feed, waiting)));
      }),
  },
  {
    name: 'fromReadable, Node, let go of',
    async leave(times, random) {
      const stream = new PassThrough({ objectMode: true });
      const got: number[] = [];
      let sent = 0;
      let left = 0;
      for (let i = 0; i < times; i++) {
        const feed = fromReadable<number>(stream, { preventCancel: true });
        const waiting = feed.recv();
        for (let n = random() * 2 - 0.7; n > 0; n--) {
          await ticks(random() * 9);
          if (random() < 0.2) await idle();
          stream.write(sent++);
        }
        await ticks(random() * 12);
        feed[Symbol.dispose]();
        got.push(...(await lastOf(feed, waiting)));
        for (const name of ['readable', 'end', 'error']) left += stream.listenerCount(name);
      }
      stream.end();
      for await (const n of stream) got.push(n);
      return { delivered: got.length, wrong: wrongIn(got) + (sent - got.length), left };
    },
  },
  {
    name: 'fromIterable, break and abort',
    async leave(times, random) {
      let made = 0;
      let returned = 0;
      async function* numbers(): AsyncGenerator<number> {
        try {
          for (;;) yield made++;
        } finally {
          returned++;
        }
      }
      const feed = fromIterable(numbers());
      const got: number[] = [];
      for (let i = 0; i < times; i++) {
        let left = random() * 3;
        for await (const n of feed) {
          got.push(n);
          if (--left < 0) break;
        }
        const controller = new AbortController();
        const op = feed.recv({ signal: controller.signal }).then(
          (r) => void (r.ok && got.push(r.value)),
          () => {},
        );
        await ticks(random() * 5);
        controller.abort();
        await op;
      }
      await idle();
      feed[Symbol.dispose]();
      for (let late = feed.tryRecv(); late?.ok === true; late = feed.tryRecv())
        got.push(late.value);
      await idle();
      return {
        delivered: got.length,
        wrong: wrongIn(got) + (made - got.length),
        left: 1 - returned,
      };
    },
  },
  {
    name: 'fromObservable, dispose and abort',
    async leave(times, random) {
      const subject = new Subject<number>();
      return pushed(times, random, {
        next: (n) => subject.next(n),
        open: (signal) => fromObservable(subject, { signal }),
        listeners: () => (subject.observed ? 1 : 0),
      });
    },
  },
  {
    name: 'fromEvent, dispose and abort',
    async leave(times, random) {
      const emitter = new EventEmitter();
      return pushed(times, random, {
        next: (n) => emitter.emit('n', n),
        open: (signal) => fromEvent<number>(emitter, 'n', { signal, closeOn: 'end' }),
        listeners: () => emitter.eventNames().length,
      });
    },
  },
];

interface Pushed {
  next(n: number): void;
  open(signal: AbortSignal): ReturnType<typeof fromEvent<number>>;
  listeners(): number;
}

/** What is pushed while a feed is open reaches its reader, and nothing is left on the source. */
async function pushed(times: number, random: () => number, on: Pushed): Promise<Left> {
  const got: number[] = [];
  let sent = 0;
  let left = 0;
  for (let i = 0; i < times; i++) {
    const controller = new AbortController();
    const feed = on.open(controller.signal);
    const reading = (async () => {
      try {
        for await (const n of feed) got.push(n);
      } catch (error) {
        if (error !== 'enough') throw error;
      }
    })();
    for (let n = random() * 4; n > 0; n--) {
      on.next(sent++);
      await ticks(random() * 2);
    }
    if (random() < 0.5) controller.abort('enough');
    else feed[Symbol.dispose]();
    left += on.listeners();
    await reading;
  }
  return { delivered: got.length, wrong: wrongIn(got) + (sent - got.length), left };
}
