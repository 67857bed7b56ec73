import { Channel, ChannelSizeError, MisuseError, select, trySelect } from 'millrace';
import { fromIterable, type Feed } from 'millrace/streams';
import { expect } from 'chai';
import type { Draw } from '../../lib/bridge/draw.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { CountingController } from '../support/counting-signal.ts';

const boom = new Error('boom');

/** Numbers, and what was done with them: how many were asked for, and whether it was left. */
class Numbers implements AsyncIterableIterator<number> {
  asked = 0;
  returned = 0;
  readonly #many: number;
  readonly #end: unknown;

  constructor(many: number, end?: unknown) {
    this.#many = many;
    this.#end = end;
  }

  async next(): Promise<IteratorResult<number>> {
    if (this.asked < this.#many) return { done: false, value: this.asked++ };
    if (this.#end !== undefined) throw this.#end;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<number>> {
    this.returned++;
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

describe('fromIterable', () => {
  const untouched = [undefined, null, Number.NaN, Promise.resolve(1), () => 2];
  for (const form of forms) {
    it(`gives what the iterable gives, untouched, and its end: ${form.name} form`, async () => {
      const got: unknown[] = [];
      await form.start(function* () {
        const feed = fromIterable(untouched);
        for (;;) {
          const r = yield* wait(() => feed.recv());
          if (!r.ok) break;
          got.push(r.value);
        }
      });
      expect(got).to.deep.equal(untouched);
    });

    it(`fails after what came before, for everybody: ${form.name} form`, async () => {
      const feed = fromIterable(new Numbers(2, boom));
      const other = new Channel<number>();
      const got: unknown[] = [];
      await form.start(function* () {
        for (const ask of [
          () => feed.recv(),
          () => select({ other, feed }),
          () => feed.recv(),
          () => select({ feed, other }),
        ]) {
          try {
            got.push((yield* wait<{ value: unknown }>(ask)).value);
          } catch (error) {
            got.push(error);
          }
        }
      });
      expect(got).to.deep.equal([0, 1, boom, boom]);
      expect(() => feed.tryRecv()).to.throw(boom);
      expect(other.receivers.first).to.equal(null);
      (feed as Draw<number>).check();
    });
  }

  it('asks for nothing that nobody wants', async () => {
    const numbers = new Numbers(9);
    const feed = fromIterable(numbers);
    await idle();
    expect(numbers.asked).to.equal(0);
    expect((await feed.recv()).value).to.equal(0);
    await idle();
    expect(numbers.asked).to.equal(1);
  });

  it('fills its capacity, and no more', async () => {
    const numbers = new Numbers(9);
    const feed = fromIterable(numbers, { capacity: 3 });
    await idle();
    expect([numbers.asked, feed.length]).to.deep.equal([3, 3]);
    expect((await feed.recv()).value).to.equal(0);
    await idle();
    expect([numbers.asked, feed.length]).to.deep.equal([4, 3]);
    (feed as Draw<number>).check();
  });

  it('has something for who only looks', async () => {
    const numbers = new Numbers(9);
    const feed = fromIterable(numbers);
    expect(feed.tryRecv()).to.equal(undefined);
    await idle();
    expect(feed.tryRecv()?.value).to.equal(0);
    expect(trySelect({ feed })).to.equal(undefined);
    await idle();
    expect(trySelect({ feed })?.value).to.equal(1);
    await idle();
    expect(numbers.asked).to.equal(2);
  });

  it('keeps what was asked for by who gave up', async () => {
    const numbers = new Numbers(9);
    const feed = fromIterable(numbers);
    const ready = new Channel<string>(1);
    const selected = select({ feed, ready });
    ready.trySend('go');
    expect((await selected).key).to.equal('ready');
    const controller = new AbortController();
    const waiting = feed.recv({ signal: controller.signal });
    controller.abort('given up');
    expect(await failure(waiting)).to.equal('given up');
    await idle();
    expect([numbers.asked, feed.length]).to.deep.equal([1, 1]);
    expect((await feed.recv()).value).to.equal(0);
  });

  it('is left by who leaves its loop as any channel is, and can be read on', async () => {
    const numbers = new Numbers(5);
    const feed = fromIterable(numbers);
    for await (const n of feed) if (n === 1) break;
    expect(numbers.returned).to.equal(0);
    const rest: number[] = [];
    for await (const n of feed) rest.push(n);
    expect(rest).to.deep.equal([2, 3, 4]);
    expect(numbers.returned, 'an iterator at its end is not left').to.equal(0);
  });

  it('leaves its iterator when it is disposed of, once', async () => {
    const numbers = new Numbers(5);
    const feed = fromIterable(numbers, { capacity: 2 });
    await idle();
    feed[Symbol.dispose]();
    feed[Symbol.dispose]();
    expect(numbers.returned).to.equal(1);
    expect([feed.tryRecv()?.value, feed.tryRecv()?.value]).to.deep.equal([0, 1]);
    expect(feed.tryRecv()?.ok).to.equal(false);
    await idle();
    expect(numbers.asked).to.equal(2);
  });

  it('still gives what was on its way when it was disposed of', async () => {
    const numbers = new Numbers(5);
    const feed = fromIterable(numbers);
    const waiting = feed.recv();
    await null;
    expect(numbers.asked, 'the iterator is asked').to.equal(1);
    feed[Symbol.dispose]();
    expect((await waiting).ok).to.equal(false);
    await idle();
    expect((await feed.recv()).value).to.equal(0);
    expect((await feed.recv()).ok).to.equal(false);
  });

  it('leaves its iterator when its signal aborts, and nothing on the signal', async () => {
    const controller = new CountingController();
    const numbers = new Numbers(5);
    const feed = fromIterable(numbers, { signal: controller.signal });
    const waiting = feed.recv();
    controller.abort('enough');
    expect(await failure(waiting)).to.equal('enough');
    expect([numbers.returned, controller.listeners]).to.deep.equal([1, 0]);
    const late = new Numbers(5);
    const never = fromIterable(late, { signal: controller.signal });
    expect(await failure(never.recv())).to.equal('enough');
    expect([late.returned, late.asked, controller.listeners]).to.deep.equal([1, 0, 0]);
    const ended = new CountingController();
    for await (const _ of fromIterable([1], { signal: ended.signal }));
    expect(ended.listeners).to.equal(0);
  });

  it('does not hold its source once it is over', async () => {
    const over = async (end: (feed: Feed<number>) => unknown) => {
      const iterator = new Numbers(1);
      const feed = fromIterable(iterator);
      await end(feed);
      return { feed, source: new WeakRef(iterator) };
    };
    const feeds = [];
    for (let i = 0; i < 20; i++) {
      feeds.push(
        await over(async (feed) => {
          for await (const _ of feed);
        }),
      );
      feeds.push(await over((feed) => feed[Symbol.dispose]()));
    }
    for (let i = 0; i < 10; i++) {
      await idle();
      gc?.();
    }
    // A collector may keep a few that the stack only seems to name.
    expect(feeds.filter(({ source }) => source.deref() !== undefined).length).to.be.below(5);
    expect(feeds.filter(({ feed }) => feed.length > 0)).to.deep.equal([]);
  });

  it('runs the finally of a generator that it leaves', async () => {
    let left = false;
    const feed = fromIterable(
      (function* () {
        try {
          for (;;) yield 1;
        } finally {
          left = true;
        }
      })(),
    );
    await feed.recv();
    feed[Symbol.dispose]();
    expect(left).to.equal(true);
  });

  it('can be stopped by its own generator, in the middle of a step', async () => {
    for (const how of ['signal', 'dispose']) {
      let finished = 0;
      const controller = new AbortController();
      let stop = (): void => controller.abort(boom);
      function* numbers(): Generator<number> {
        try {
          for (let n = 1; ; n++) {
            if (n === 2) stop();
            yield n;
          }
        } finally {
          finished++;
        }
      }
      const feed: Feed<number> = fromIterable(numbers(), { signal: controller.signal });
      if (how === 'dispose') stop = () => feed[Symbol.dispose]();
      expect((await feed.recv()).value).to.equal(1);
      const next = how === 'signal' ? await failure(feed.recv()) : (await feed.recv()).ok;
      expect(next).to.equal(how === 'signal' ? boom : false);
      await idle();
      expect(finished, how).to.equal(1);
      // What it was asked for and gave all the same.
      expect(feed.tryRecv()?.value).to.equal(2);
    }
  });

  it('fails when the iterator throws at once, or gives no result', async () => {
    const throws = { next: () => { throw boom; } }; // prettier-ignore
    const gives = { next: () => undefined };
    for (const iterator of [throws, gives]) {
      const feed = fromIterable({ [Symbol.iterator]: () => iterator } as never);
      expect(await failure(feed.recv())).to.be.instanceOf(Error);
    }
  });

  it('lets timers run beside a loop over what is always at hand', async () => {
    let stop = false;
    setTimeout(() => (stop = true), 0);
    const endless = (function* () {
      for (let n = 0; ; n++) yield n;
    })();
    for await (const _ of fromIterable(endless)) if (stop) break;
    stop = false;
    setTimeout(() => (stop = true), 0);
    await forms[0]?.start(function* () {
      const feed = fromIterable(endless);
      while (!stop) yield* wait(() => feed.recv());
    });
  });

  it('refuses what cannot be iterated, and options that are none', () => {
    for (const bad of [undefined, null, 5, {}]) {
      expect(() => fromIterable(bad as never)).to.throw(MisuseError, 'an iterable was expected');
    }
    expect(() => fromIterable([], { capacity: -1 })).to.throw(ChannelSizeError);
    expect(() => fromIterable([], { overflow: 'error' } as never)).to.throw('unknown option');
  });
});
