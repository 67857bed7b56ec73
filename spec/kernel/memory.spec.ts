/** What is over leaves nothing behind, and what nobody can reach is collected. */
import {
  after,
  Channel,
  go,
  gosched,
  run,
  select,
  sleep,
  trySelect,
  until,
  type Op,
} from 'millrace';
import {
  afterFunc as contextAfterFunc,
  background,
  fromSignal,
  withCancel,
  withTimeout,
} from 'millrace/context';
import { afterFunc, Ticker } from 'millrace/time';
import { record } from 'millrace/trace';
import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { settled } from '../laws/support/law.ts';

const MANY = 200_000;
/** Where a host takes long to make so many signals: even these would hold several megabytes. */
const FEWER = 20_000;
const MOST_BYTES = 1_000_000;

const collect = globalThis.gc;

/** What is used when a collection gives nothing back any more: one frees what the one before let go of. */
async function heap(): Promise<number> {
  for (let usedBytes = Infinity; ;) {
    await settled();
    collect?.();
    const nowBytes = process.memoryUsage().heapUsed;
    if (nowBytes > usedBytes - 1000) return nowBytes;
    usedBytes = nowBytes;
  }
}

/** By how much the heap has grown after so many turns, once everything has been done before. */
async function growth(many: number, turn: (i: number) => Op<unknown> | void): Promise<number> {
  const all = async (turns: number): Promise<void> => {
    for (let i = 0; i < turns; i++) {
      try {
        await turn(i);
      } catch {
        // It was aborted.
      }
    }
  };
  await all(many / 10);
  const before = await heap();
  await all(many);
  return (await heap()) - before;
}

/** Whether a thing goes once nobody holds it: the maker must not, in a frame of its own. */
async function isCollected(make: () => Promise<WeakRef<object>>): Promise<boolean> {
  const ref = await make();
  for (let i = 0; i < 10 && ref.deref() !== undefined; i++) {
    await settled();
    collect?.();
  }
  return ref.deref() === undefined;
}

describe('Memory', function () {
  this.timeout(20_000);
  before(function () {
    if (collect === undefined) this.skip();
  });

  const idle = new Channel<number>();
  const { signal } = new AbortController();
  const never = new Promise<void>(() => {});
  const busy = new Channel<number>(1);
  const [parent] = withCancel(background());
  const iterator = busy[Symbol.asyncIterator]();

  const turns: [string, (i: number) => Op<unknown> | void, many?: number][] = [
    [
      'selects that lose on an idle channel [SEL-32, SEL-33]',
      (i) => (busy.trySend(i), select({ busy, idle })),
    ],
    [
      'parked selects that lose on one, twice [SEL-19, SEL-32, CH-45]',
      (i) => {
        const op = select([idle, busy, idle, busy]);
        busy.trySend(i);
        return op;
      },
    ],
    ['selects with a default', () => void trySelect({ idle, busy })],
    [
      'receives, each under a signal of its own that fires',
      () => {
        const controller = new AbortController();
        const op = idle.recv({ signal: controller.signal });
        controller.abort(0);
        return op;
      },
      FEWER,
    ],
    [
      'receives under one signal that does not fire',
      (i) => {
        const op = busy.recv({ signal });
        busy.trySend(i);
        return op;
      },
    ],
    [
      'timers that lose a select [TM-16, TM-17]',
      (i) => (busy.trySend(i), select([busy, after(60_000)])),
    ],
    [
      'parked timers that lose a select [TM-16, TM-17]',
      (i) => {
        const op = select([busy, after(60_000)]);
        busy.trySend(i);
        return op;
      },
    ],
    [
      'sleeps that are aborted',
      () => {
        const controller = new AbortController();
        const op = sleep(60_000, { signal: controller.signal });
        controller.abort(0);
        return op;
      },
      FEWER,
    ],
    [
      'waits for one promise that never settles, each given up',
      () => {
        const controller = new AbortController();
        const op = until(never, { signal: controller.signal });
        controller.abort(0);
        return op;
      },
      FEWER,
    ],
    [
      'ends of programs that leave five behind who wait for that promise, and five at a channel',
      () =>
        run(
          function* () {
            for (let i = 0; i < 5; i++) {
              go(hopes, never);
              go(receives, idle);
            }
            yield* gosched();
          },
          { sites: false },
        ) as Op<void>,
      FEWER / 10,
    ],
    [
      'calls that are stopped before they are due [TM-09]',
      () => void afterFunc(60_000, ends).stop(),
    ],
    ['tickers that nobody stops [TM-16]', () => void new Ticker(0.001).c.tryRecv()],
    ['contexts that are cancelled under one that lives [CX-16]', () => withCancel(parent)[1]()],
    ['contexts with a deadline, the same [CX-16]', () => withTimeout(parent, 60_000)[1]()],
    [
      'calls that are taken off a context that lives [CX-21]',
      () => void contextAfterFunc(parent, ends)(),
    ],
    ['contexts under a signal that does not fire', () => withCancel(fromSignal(signal))[1]()],
    ['goroutines that have ended', (i) => go(ends, i)],
    [
      'nexts of one iterator that wait, and are served [CH-28]',
      (i) => {
        const next = iterator.next() as Op<unknown>;
        busy.trySend(i);
        return next;
      },
    ],
  ];

  for (const [what, turn, many = MANY] of turns) {
    it(`does not grow by ${many.toLocaleString('en')} ${what}`, async () => {
      expect(await growth(many, turn)).to.be.below(MOST_BYTES);
      for (const channel of [idle, busy]) channel.check();
      expect(idle.receivers.first).to.equal(null);
      expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
      expect(timersOf(kernel.home).nextMs).to.equal(Infinity);
    });
  }

  it('does not grow by 100,000 calls that were all to come when they were stopped [TM-09]', async () => {
    const round = (many: number): number => {
      const timers = Array.from({ length: many }, (_, i) => afterFunc(60_000 + (i % 97), ends));
      return timers.filter((timer) => timer.stop()).length;
    };
    // Few, so that a line which stays as long as it once was is no part of the heap before.
    expect(round(1_000)).to.equal(1_000);
    const before = await heap();
    expect(round(100_000)).to.equal(100_000);
    expect((await heap()) - before).to.be.below(MOST_BYTES);
    expect(timersOf(kernel.home).nextMs).to.equal(Infinity);
  });

  it('does not grow by 200,000 receives that one signal aborts', async () => {
    const round = async (): Promise<void> => {
      const controller = new AbortController();
      const ops = Array.from({ length: MANY / 10 }, () => idle.recv({ signal: controller.signal }));
      expect(getEventListeners(controller.signal, 'abort')).to.have.lengthOf(1);
      controller.abort(0);
      expect(getEventListeners(controller.signal, 'abort')).to.have.lengthOf(0);
      await Promise.allSettled(ops);
    };
    await round();
    const before = await heap();
    for (let i = 0; i < 10; i++) await round();
    expect((await heap()) - before).to.be.below(MOST_BYTES);
    expect(idle.receivers.first).to.equal(null);
  });
});

describe('Memory is given back', function () {
  this.timeout(10_000);
  before(function () {
    if (collect === undefined) this.skip();
  });

  for (const capacity of [0, 1, 5]) {
    it(`of values that were received, capacity ${capacity} [CH-28]`, async () => {
      const channel = new Channel<object>(capacity);
      const received = async (): Promise<WeakRef<object>> => {
        const value = { big: new Array<number>(100).fill(0) };
        go(sends, channel, value);
        return new WeakRef((await channel.recv()).value as object);
      };
      expect(await isCollected(received)).to.equal(true);
      expect(channel.length).to.equal(0);
    });
  }

  it('of values that a close took from their senders [CH-34]', async () => {
    const channel = new Channel<object>();
    const sent = async (): Promise<WeakRef<object>> => {
      const value = {};
      const op = channel.send(value);
      channel.close();
      await op.catch(() => {});
      return new WeakRef(value);
    };
    expect(await isCollected(sent)).to.equal(true);
    expect(channel.tryRecv()?.ok).to.equal(false);
  });

  it('of values that a select did not send', async () => {
    const [idle, other] = [new Channel<object>(), new Channel<number>(1)];
    const offered = async (): Promise<WeakRef<object>> => {
      const value = {};
      const op = select([idle.onSend(value), other]);
      other.trySend(1);
      await op;
      return new WeakRef(value);
    };
    expect(await isCollected(offered)).to.equal(true);
    expect(idle.length).to.equal(0);
  });

  for (const [how, choose] of [
    ['a select', (arms: Channel<number>[]) => select(arms)],
    ['one with a default', (arms: Channel<number>[]) => void trySelect(arms)],
    ['one that waited', (arms: Channel<number>[]) => (later(arms[0]), select(arms))],
  ] as const) {
    it(`of the channels of ${how} that is over`, async () => {
      const selected = async (): Promise<WeakRef<object>> => {
        const arms = [new Channel<number>(1), new Channel<number>(1)];
        if (how !== 'one that waited') arms[1]?.trySend(1);
        await choose(arms);
        return new WeakRef(arms[0] as object);
      };
      expect(await isCollected(selected)).to.equal(true);
    });
  }

  it('of goroutines that wait where nobody can reach them', async () => {
    const stuck = async (): Promise<WeakRef<object>> => {
      const local = {};
      go(waits, new Channel<object>(), local);
      await settled();
      return new WeakRef(local);
    };
    expect(await isCollected(stuck)).to.equal(true);
  });

  it('of goroutines that wait on the nil channel for ever [CH-13, CH-21]', async () => {
    const stuck = async (): Promise<WeakRef<object>> => {
      const local = {};
      go(waits, Channel.nil<object>(), local);
      await settled();
      return new WeakRef(local);
    };
    expect(await isCollected(stuck)).to.equal(true);
  });

  it('of long strings and errors that were recorded, or parts of them', async () => {
    const channel = new Channel<string>(1);
    // By no means of the host's: a page keeps the memory of what it decodes.
    const long = (): string => Array.from({ length: 500_001 }).join('x');
    const before = await heap();
    const recording = record();
    for (let i = 0; i < 10; i++) {
      for (const text of [long(), long().slice(0, 30)]) {
        await channel.send(text);
        await channel.recv();
      }
      await go(() => {
        throw new Error(long());
      }).catch(() => {});
    }
    recording.stop();
    // They would hold fifteen megabytes.
    expect((await heap()) - before).to.be.below(3 * MOST_BYTES);
    const kept = recording.events.flatMap((one) =>
      one.kind === 'message' ? one.value.length : [],
    );
    expect(kept.slice(0, 2)).to.deep.equal([40, 30]);
  });
});

function* ends(i = 0) {
  yield* [];
  return i;
}

function* sends(channel: Channel<object>, value: object) {
  yield* channel.send(value);
}

function* receives(channel: Channel<number>) {
  yield* channel.recv();
}

function* hopes(promise: Promise<void>) {
  yield* until(promise);
}

function* waits(channel: Channel<object>, local: object) {
  yield* channel.recv();
  return local;
}

function later(channel: Channel<number> | undefined): void {
  setImmediate(() => channel?.trySend(1));
}
