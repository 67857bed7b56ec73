import { Channel, MisuseError, numGoroutine, select, type Receiver } from 'millrace';
import { background, fromSignal, withCancel, withTimeout, type Context } from 'millrace/context';
import * as patterns from 'millrace/patterns';
import { fromIterable } from 'millrace/streams';
import { expect } from 'chai';
import { Timers, timersOf, type Entry } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { forms, idle, wait, type Script } from '../goroutine/script.ts';
import { inBothForms, pass, since } from '../time/support.ts';
import { now } from 'millrace/time';
import { record } from 'millrace/trace';

const { batch, broadcast, debounce, fanOut, filter, map, merge, orDone, pool, rateLimit, take } =
  patterns;
const boom = new Error('boom');

/** What comes of a receiver, and its error if it fails. */
function* all(source: Receiver<unknown>): Script<unknown[]> {
  const list: unknown[] = [];
  try {
    for (;;) {
      const r = yield* wait(() => source.recv());
      if (!r.ok) return list;
      list.push(r.value);
    }
  } catch (error) {
    return [...list, error];
  }
}

function* numbers(count: number, end?: Error): Generator<number> {
  for (let n = 1; n <= count; n++) yield n;
  if (end !== undefined) throw end;
}

/** A channel to which values come at these milliseconds, each being its own time. */
function* sendAt(out: Channel<number>, times: number[], closes = true): Script {
  let at = 0;
  for (const time of times) {
    yield* pass(time - at);
    at = time;
    yield* wait(() => out.send(time));
  }
  if (closes) out.close();
}

type Stage = (ctx: ReturnType<typeof background>, source: Receiver<number>) => Receiver<unknown>;

/** Every stage, and what it makes of 1, 2, 3. */
const stages: [string, Stage, unknown[]][] = [
  ['orDone', orDone, [1, 2, 3]],
  ['merge', (ctx, source) => merge(ctx, source), [1, 2, 3]],
  ['fanOut', (ctx, source) => fanOut(ctx, source, 1)[0] as Receiver<number>, [1, 2, 3]],
  ['map', (ctx, source) => map(ctx, source, (n) => -n), [-1, -2, -3]],
  ['filter', (ctx, source) => filter(ctx, source, (n) => n !== 2), [1, 3]],
  ['take', (ctx, source) => take(ctx, source, 9), [1, 2, 3]],
  ['batch', (ctx, source) => batch(ctx, source, { size: 2 }), [[1, 2], [3]]],
  ['pool', (ctx, source) => pool(ctx, source, 1, (n) => n + 1), [2, 3, 4]],
  ['rateLimit', (ctx, source) => rateLimit(ctx, source, 0), [1, 2, 3]],
  ['debounce', (ctx, source) => debounce(ctx, source, 1000), [3]],
  ['broadcast', (ctx, source) => broadcast(ctx, source).subscribe(), [1, 2, 3]],
];

describe('patterns', () => {
  for (const [name, stage, wanted] of stages) {
    for (const form of forms) {
      it(`${name} ends as its source ends: ${form.name} form`, async () => {
        const before = numGoroutine();
        const got = await form.start(() => all(stage(background(), fromIterable(numbers(3)))));
        expect(got).to.deep.equal(wanted);
        await idle();
        expect(numGoroutine(), 'goroutines').to.equal(before);
      });

      it(`${name} fails as its source fails, after what came before: ${form.name} form`, async () => {
        const source = fromIterable(numbers(3, boom));
        const got = await form.start(() => all(stage(background(), source)));
        expect(got).to.deep.equal([...wanted, boom]);
      });

      it(`${name} ends with its context, and leaves nobody behind: ${form.name} form`, async () => {
        const before = numGoroutine();
        for (const starts of [true, false]) {
          const source = new Channel<number>(3);
          const [ctx, cancel] = withCancel(background());
          const out = stage(ctx, source);
          for (const n of [1, 2, 3]) source.trySend(n);
          if (starts) await idle();
          cancel();
          await idle();
          expect(numGoroutine(), 'goroutines').to.equal(before);
          expect(source.receivers.first, 'waits').to.equal(null);
          expect((await form.start(() => all(out))).length).to.be.at.most(1);
        }
      });
    }

    it(`${name} ends with a context that was over before, and takes nothing`, async () => {
      const source = new Channel<number>(1);
      source.trySend(1);
      const out = stage(fromSignal(AbortSignal.abort()), source);
      expect(await forms[0]?.start(() => all(out))).to.deep.equal([]);
      expect(source.length).to.equal(1);
    });

    it(`${name} ends while it waits for a reader, by a deadline`, async () => {
      const source = new Channel<number>(3);
      for (const n of [1, 2, 3]) source.trySend(n);
      const [ctx] = withTimeout(background(), 1);
      const out = stage(ctx, source);
      await ctx.done().recv();
      await idle();
      expect((await forms[1]?.start(() => all(out)))?.length).to.equal(0);
    });
  }

  describe('what calls a function', () => {
    const fns: [string, (n: number) => unknown][] = [
      ['a plain one', (n) => n * 10],
      ['an async one', async (n) => Promise.resolve(n * 10)],
      [
        'a generator function',
        function* (n) {
          yield* new Channel<void>(1).send();
          return n * 10;
        },
      ],
    ];
    for (const [name, fn] of fns) {
      it(`waits for it: ${name}`, async () => {
        const make = fn as (n: number) => number;
        const out = map(background(), fromIterable([1, 2]), make);
        expect(await forms[0]?.start(() => all(out))).to.deep.equal([10, 20]);
        const three = pool(background(), fromIterable([1, 2, 3]), 3, make);
        const pooled = (await forms[0]?.start(() => all(three))) as number[];
        expect(pooled.sort()).to.deep.equal([10, 20, 30]);
        const kept = filter(background(), fromIterable([0, 1]), make as never);
        expect(await forms[0]?.start(() => all(kept))).to.deep.equal([1]);
      });
    }

    it('fails with what it throws, after what came before', async () => {
      const fail = (n: number): number => {
        if (n === 3) throw boom;
        return n;
      };
      for (const stage of [map<number, number>, pool1]) {
        const before = numGoroutine();
        const out = stage(background(), fromIterable(numbers(9)), fail);
        expect(await forms[0]?.start(() => all(out))).to.deep.equal([1, 2, boom]);
        await idle();
        expect(numGoroutine()).to.equal(before);
      }
      const later = map(background(), fromIterable([1]), () => Promise.reject(boom));
      expect(await forms[1]?.start(() => all(later))).to.deep.equal([boom]);
    });

    it('waits for no promise after the context is over', async () => {
      const before = numGoroutine();
      const [ctx, cancel] = withCancel(background());
      let signal: AbortSignal | undefined;
      const out = map(ctx, fromIterable([1]), (_, inner) => {
        signal = inner.signal;
        return new Promise<number>(() => {});
      });
      await idle();
      cancel();
      await idle();
      expect([signal?.aborted, numGoroutine()]).to.deep.equal([true, before]);
      expect((await out.recv()).ok).to.equal(false);
    });
  });

  it('is closed for its reader at once, though a step of it cannot be stopped', async () => {
    const before = numGoroutine();
    for (const stage of [map, pool1, filter as unknown as typeof map] as (typeof map<
      number,
      number
    >)[]) {
      const [ctx, cancel] = withCancel(background());
      const go = new Channel<number>();
      const out = stage(ctx, fromIterable([1]), function* (n) {
        yield* go.recv();
        return n;
      });
      await idle();
      cancel();
      expect(out.tryRecv()?.ok).to.equal(false);
      expect(numGoroutine()).to.equal(before + 1);
      await go.send(1);
      await idle();
      expect(numGoroutine()).to.equal(before);
    }
  });

  it('what several have in their hands when one fails comes before the error', async () => {
    const before = numGoroutine();
    const sources = [1, 2, 3].map(() => new Channel<number>());
    const [one, two, bad] = sources as [Channel<number>, Channel<number>, Channel<number>];
    const failing = map(background(), bad, () => {
      throw boom;
    });
    const merged = merge(background(), one, two, failing);
    for (const source of sources) await source.send(sources.indexOf(source));
    await idle();
    expect(await forms[0]?.start(() => all(merged))).to.deep.equal([0, 1, boom]);
    expect(merged.capacity).to.equal(0);

    const numbers = new Channel<number>();
    const pooled = pool(background(), numbers, 2, (n) => {
      if (n === 2) throw boom;
      return n;
    });
    for (const n of [1, 2]) await numbers.send(n);
    await idle();
    expect(await forms[0]?.start(() => all(pooled))).to.deep.equal([1, boom]);
    one.close();
    expect(numGoroutine(), 'goroutines').to.equal(before);
  });

  it('take leaves the rest where it is', async () => {
    const source = new Channel<number>(3);
    for (const n of [1, 2, 3]) source.trySend(n);
    expect(await forms[0]?.start(() => all(take(background(), source, 2)))).to.deep.equal([1, 2]);
    expect(source.length).to.equal(1);
    expect(await forms[0]?.start(() => all(take(background(), source, 0)))).to.deep.equal([]);
    expect(source.length).to.equal(1);
  });

  it('are known by their names in reports and recordings', async () => {
    const recording = record();
    const [ctx, cancel] = withCancel(background());
    for (const [, make] of stages) make(ctx, fromIterable([]));
    cancel();
    await idle();
    recording.stop();
    const names = stages.map(([name]) => (name === 'pool' ? 'worker' : name));
    expect(Object.values(recording.names)).to.deep.equal(names);
  });

  it('merge of nothing is closed', async () => {
    expect((await merge(background()).recv()).ok).to.equal(false);
  });

  it('a crowd ends with its context, though few of it stand in the line of that', async () => {
    const before = numGoroutine();
    const [ctx, cancel] = withCancel(background());
    const source = new Channel<number>();
    let theirs = ctx;
    const add: unknown[] = [];
    const out = pool(ctx, source, 300, (n, own) => {
      theirs = own;
      own.signal.addEventListener = (...args: unknown[]) => void add.push(args);
      return n > 0 ? new Promise<never>(() => {}) : n;
    });
    // Some wait to receive, one to send and some for a promise; slices end in between.
    for (let n = 0; n < 200; n++) await source.send(n);
    await idle();
    let standing = 0;
    const { receivers } = theirs.done() as Channel<never>;
    for (let one = receivers.first; one !== null; one = one.after) standing++;
    // One for all, and who had to look at the clock.
    expect(standing).to.be.below(20);
    expect(add).to.deep.equal([]);
    cancel();
    await idle();
    expect(numGoroutine(), 'goroutines').to.equal(before);
    expect([source.receivers.first, (await out.recv()).ok]).to.deep.equal([null, false]);
  });

  it('pool works at as many at once as there are workers', async () => {
    let active = 0;
    let most = 0;
    const source = new Channel<number>(20);
    for (const n of numbers(20)) source.trySend(n);
    source.close();
    const out = pool(background(), source, 4, async (n) => {
      most = Math.max(most, ++active);
      await null;
      active--;
      return n;
    });
    const got = (await forms[0]?.start(() => all(out))) as number[];
    expect(got.sort((a, b) => a - b)).to.deep.equal([...numbers(20)]);
    expect(most).to.equal(4);
  });

  it('fanOut hands over to whoever is ready', async () => {
    const source = new Channel<number>();
    const [one, two] = fanOut(background(), source, 2) as [Receiver<number>, Receiver<number>];
    for (const n of [1, 2]) {
      const waiting = two.recv();
      await source.send(n);
      expect((await waiting).value).to.equal(n);
    }
    source.close();
    expect((await one.recv()).ok).to.equal(false);
  });

  describe('broadcast', () => {
    it('gives nothing to nobody: what comes waits for the first', async () => {
      const source = new Channel<number>(2);
      const news = broadcast(background(), source);
      source.trySend(1);
      await idle();
      expect(source.length).to.equal(1);
      expect((await news.subscribe().recv()).value).to.equal(1);
    });

    it('gives a late subscriber what is received after he came', async () => {
      const source = new Channel<number>();
      const news = broadcast(background(), source);
      const early = news.subscribe({ capacity: 9 });
      await source.send(1);
      await idle();
      const late = news.subscribe({ capacity: 9 });
      await source.send(2);
      source.close();
      await idle();
      const read = async (from: Receiver<number>): Promise<unknown> =>
        forms[1]?.start(() => all(from));
      expect(await read(early)).to.deep.equal([1, 2]);
      expect(await read(late)).to.deep.equal([2]);
      expect(await read(news.subscribe()), 'too late').to.deep.equal([]);
    });

    it('is held up by the slowest, and by nobody who has left', async () => {
      const source = new Channel<number>(3);
      for (const n of [1, 2, 3]) source.trySend(n);
      const controller = new AbortController();
      const news = broadcast(background(), source);
      const quick = news.subscribe({ capacity: 9 });
      const slow = news.subscribe();
      const gone = news.subscribe({ signal: controller.signal });
      await idle();
      expect(quick.length).to.equal(1);
      expect((await slow.recv()).value).to.equal(1);
      controller.abort('gone');
      await idle();
      expect(quick.length).to.equal(2);
      slow[Symbol.dispose]();
      await idle();
      expect(quick.length).to.equal(3);
      const error = await gone.recv().then(null, (reason: unknown) => reason);
      expect(error).to.equal('gone');
    });

    it('keeps for the next what the last one left before he got it', async () => {
      const source = new Channel<number>(1);
      const news = broadcast(background(), source);
      const first = news.subscribe();
      source.trySend(1);
      await idle();
      first[Symbol.dispose]();
      await idle();
      const second = news.subscribe();
      expect((await select({ second })).value).to.equal(1);
    });
  });

  inBothForms((run) => {
    it('batch sends a list that is late, counted from its first value', () =>
      run(function* () {
        const source = new Channel<number>();
        const start = now();
        const lists = batch(background(), source, { size: 3, within: 10 });
        void forms[0]?.start(() => sendAt(source, [5, 6, 20, 21, 22, 40]));
        const got: unknown[] = [];
        for (;;) {
          const r = yield* wait(() => lists.recv());
          if (!r.ok) break;
          got.push([since(start), r.value]);
        }
        expect(got).to.deep.equal([
          [15, [5, 6]],
          [22, [20, 21, 22]],
          [40, [40]],
        ]);
      }));

    it('rateLimit lets one pass in a time, and a burst after a pause', () =>
      run(function* () {
        const source = new Channel<number>(9);
        const start = now();
        const out = rateLimit(background(), source, 10, { burst: 2 });
        void forms[0]?.start(() => sendAt(source, [0, 1, 2, 3, 100, 100, 100]));
        const got: number[] = [];
        for (;;) {
          const r = yield* wait(() => out.recv());
          if (!r.ok) break;
          got.push(since(start));
        }
        expect(got).to.deep.equal([0, 1, 10, 20, 100, 100, 110]);
      }));

    it('rateLimit keeps its pace although the host’s timers are late', async () => {
      const { home } = kernel;
      const timers = timersOf(home);
      let clockMs = 1_000_000;
      Object.defineProperty(home, 'now', { value: () => clockMs, configurable: true });
      const [ctx, cancel] = withCancel(background());
      try {
        const source = new Channel<number>(4);
        for (const n of [1, 2, 3, 4]) source.trySend(n);
        const out = rateLimit(ctx, source, 10);
        const due: number[] = [];
        for (const lateMs of [8, 8, 25]) {
          await out.recv();
          await idle();
          due.push(timers.nextMs - 1_000_000);
          clockMs = timers.nextMs + lateMs;
          timers.fire();
        }
        await out.recv();
        source.trySend(5);
        await idle();
        due.push(timers.nextMs - 1_000_000);
        // What is less than a step late does not move the next; what is more is not made up for.
        expect(due).to.deep.equal([10, 20, 30, 65]);
      } finally {
        cancel();
        Reflect.deleteProperty(home, 'now');
      }
    });

    it('sets one timer, however many values come in the time, and leaves none', async () => {
      const timers = timersOf(kernel.home);
      const before = timers.nextMs;
      let set = 0;
      const add = (entry: Entry): void => {
        set++;
        Timers.prototype.add.call(timers, entry);
      };
      Object.defineProperty(timers, 'add', { value: add, configurable: true });
      const got: unknown[] = [];
      for (const stage of [
        (ctx: Context, from: Receiver<number>) => batch(ctx, from, { size: 100, within: 60_000 }),
        (ctx: Context, from: Receiver<number>) => debounce(ctx, from, 60_000),
      ]) {
        set = 0;
        const source = new Channel<number>();
        const out = stage(background(), source);
        // Each finds somebody who waits.
        for (let n = 0; n < 99; n++) {
          await source.send(n);
          await idle();
        }
        source.close();
        got.push(set, (await out.recv()).ok, timers.nextMs === before);
      }
      Reflect.deleteProperty(timers, 'add');
      expect(got).to.deep.equal([1, true, true, 1, true, true]);
    });

    it('rateLimit lets no two pass at once to a reader who came late', () =>
      run(function* () {
        const source = new Channel<number>(9);
        const start = now();
        const out = rateLimit(background(), source, 10);
        void forms[0]?.start(() => sendAt(source, [0, 0, 0]));
        yield* pass(55);
        const got: number[] = [];
        for (;;) {
          const r = yield* wait(() => out.recv());
          if (!r.ok) break;
          got.push(since(start));
        }
        expect(got).to.deep.equal([55, 65, 75]);
      }));

    it('debounce gives the last before a pause, and the last of all at once', () =>
      run(function* () {
        const source = new Channel<number>();
        const start = now();
        const out = debounce(background(), source, 10);
        void forms[0]?.start(() => sendAt(source, [1, 5, 9, 30, 50, 55]));
        const got: unknown[] = [];
        for (;;) {
          const r = yield* wait(() => out.recv());
          if (!r.ok) break;
          got.push([since(start), r.value]);
        }
        expect(got).to.deep.equal([
          [19, 9],
          [40, 30],
          [55, 55],
        ]);
      }));

    it('debounce keeps the latest for a slow reader', () =>
      run(function* () {
        const source = new Channel<number>();
        const out = debounce(background(), source, 10);
        void forms[0]?.start(() => sendAt(source, [1, 30, 60], false));
        yield* pass(100);
        expect((yield* wait(() => out.recv())).value).to.equal(60);
      }));
  });

  it('refuse numbers that are none', () => {
    const [ctx, source] = [background(), new Channel<number>()];
    const before = numGoroutine();
    for (const bad of [-1, 1.5, Number.NaN, '3' as never]) {
      expect(() => take(ctx, source, bad)).to.throw(MisuseError);
      expect(() => fanOut(ctx, source, bad)).to.throw(MisuseError);
      expect(() => pool(ctx, source, bad, (n) => n)).to.throw(MisuseError);
      expect(() => batch(ctx, source, { size: bad })).to.throw(MisuseError);
      expect(() => rateLimit(ctx, source, 1, { burst: bad })).to.throw(MisuseError);
    }
    for (const bad of [Number.NaN, '3' as never]) {
      expect(() => rateLimit(ctx, source, bad)).to.throw(MisuseError);
      expect(() => debounce(ctx, source, bad)).to.throw(MisuseError);
      expect(() => batch(ctx, source, { size: 1, within: bad })).to.throw(MisuseError);
    }
    for (const bad of [-1, Infinity])
      expect(() => rateLimit(ctx, source, bad)).to.throw(MisuseError);
    expect(numGoroutine()).to.equal(before);
  });

  it('refuse a missing context, and options that nobody reads', () => {
    const [ctx, source] = [background(), new Channel<number>()];
    const before = numGoroutine();
    const wrong: [() => unknown, string][] = [
      [() => map(source as never, String as never, 0 as never), 'a context was expected'],
      [() => batch(source as never, { size: 1 } as never, 0 as never), 'batch: size'],
      [() => batch(ctx, source, undefined as never), 'batch: size'],
      [() => batch(ctx, source, { size: 1, withing: 5 } as never), 'unknown option: withing'],
      [() => rateLimit(ctx, source, 1, { bursts: 5 } as never), 'unknown option: bursts'],
    ];
    for (const [call, text] of wrong) expect(call).to.throw(MisuseError, text);
    expect(numGoroutine()).to.equal(before);
  });
});

function pool1<T, R>(...[ctx, source, fn]: Parameters<typeof map<T, R>>): Receiver<R> {
  return pool(ctx, source, 1, fn);
}
