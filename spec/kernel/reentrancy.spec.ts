/**
 * Code of the user's that runs inside of an operation, and uses the same channels there: it must
 * never see, nor leave, a structure that is half-changed.
 */
import { Channel, go, gosched, select, trySelect, type Op } from 'millrace';
import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { settled } from '../laws/support/law.ts';
import { forms, start, wait, type Form } from '../laws/support/script.ts';

/** Waits in a goroutine of that form, and tells what came: a value, or the reason of a failure. */
function told<T>(form: Form, begin: () => Op<T>): Promise<unknown> {
  const goroutine = start(form, function* () {
    try {
      return yield* wait(begin());
    } catch (error) {
      return error;
    }
  });
  return goroutine.then((value: unknown) => value);
}

const received = (value: number): unknown => ({ value, ok: true, done: false });
const chosen = (key: string, value: number): unknown => ({ key, value, ok: true });

describe('A listener of an abort', () => {
  for (const form of forms) {
    it(`that came first may serve what is about to be aborted, ${form}`, async () => {
      const channel = new Channel<number>();
      const { signal, abort } = abortable();
      let served: boolean | undefined;
      signal.addEventListener('abort', () => (served = channel.trySend(1)));
      const got = told(form, () => channel.recv({ signal }));
      await settled();
      abort();
      channel.check();
      expect(served).to.equal(true);
      expect(await got).to.deep.equal(received(1));
    });

    it(`that comes after finds nobody in line, and what it sends is for the next, ${form}`, async () => {
      const channel = new Channel<number>(1);
      const { signal, abort } = abortable();
      const got = told(form, () => channel.recv({ signal }));
      await settled();
      signal.addEventListener('abort', () => channel.trySend(1));
      abort();
      channel.check();
      expect(await got).to.equal('aborted');
      expect(channel.tryRecv()?.value).to.equal(1);
    });

    it(`may close the channel that is waited on, ${form}`, async () => {
      const channel = new Channel<number>();
      const { signal, abort } = abortable();
      signal.addEventListener('abort', () => channel.close());
      const got = told(form, () => channel.recv({ signal }));
      const lost = told(form, () => channel.recv());
      await settled();
      abort();
      channel.check();
      const closed = { value: undefined, ok: false, done: true };
      expect(await got).to.deep.equal(closed);
      expect(await lost).to.deep.equal(closed);
    });

    it(`may abort others, who may be aborting it, ${form}`, async () => {
      const channel = new Channel<number>();
      const [one, two] = [abortable(), abortable()];
      const all = [one, two, one, two].map(({ signal }) =>
        told(form, () => channel.recv({ signal })),
      );
      await settled();
      one.signal.addEventListener('abort', () => two.abort());
      two.signal.addEventListener('abort', () => one.abort());
      one.abort();
      channel.check();
      expect(channel.receivers.first).to.equal(null);
      for (const { signal } of [one, two]) {
        // Its own two are left: those of this spec.
        expect(getEventListeners(signal, 'abort')).to.have.lengthOf(1);
      }
      expect(await Promise.all(all)).to.deep.equal(['aborted', 'aborted', 'aborted', 'aborted']);
    });

    it(`may wait on the same channel under the same signal: that fails at once, ${form}`, async () => {
      const channel = new Channel<number>(1);
      channel.trySend(1);
      const { signal, abort } = abortable();
      let nested: Promise<unknown> | undefined;
      signal.addEventListener('abort', () => {
        nested = told(form, () => select({ channel }, { signal }));
      });
      const got = told(form, () => channel.send(2, { signal }));
      await settled();
      abort();
      expect(await got).to.equal('aborted');
      expect(await nested).to.equal('aborted');
      expect(channel.tryRecv()?.value).to.equal(1);
      expect(channel.tryRecv()).to.equal(undefined);
    });

    it(`may serve one of the arms of a select that it aborts, ${form} [SEL-19, SEL-20]`, async () => {
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      const { signal, abort } = abortable();
      const sent: boolean[] = [];
      signal.addEventListener('abort', () => sent.push(b.trySend(2), a.trySend(1), b.trySend(2)));
      const got = told(form, () => select({ a, b }, { signal }));
      await settled();
      abort();
      expect(sent).to.deep.equal([true, false, false]);
      expect(await got).to.deep.equal(chosen('b', 2));
    });
  }

  it('may be an async function, started in the midst of a generator goroutine', async () => {
    const [channel, other] = [new Channel<number>(), new Channel<number>()];
    const { signal, abort } = abortable();
    const seen: string[] = [];
    signal.addEventListener('abort', () => {
      void (async () => {
        seen.push(`listener ${String((await channel.recv()).value)}`);
        seen.push(`listener ${String((await channel.recv()).value)}`);
      })();
    });
    const waits = told('async', () => other.recv({ signal }));
    await go(function* () {
      yield* gosched();
      abort();
      seen.push('goroutine');
      yield* channel.send(1);
      yield* channel.send(2);
    });
    await settled();
    expect(seen).to.deep.equal(['goroutine', 'listener 1', 'listener 2']);
    expect(await waits).to.equal('aborted');
  });
});

describe('A getter among the arms of a select', () => {
  for (const form of forms) {
    it(`may use the channels of the select before it looks at them, ${form} [SEL-01, SEL-04]`, async () => {
      const [a, b] = [new Channel<number>(1), new Channel<number>(1)];
      const arms = {
        get a() {
          b.trySend(2);
          return a;
        },
        get b() {
          expect(b.length).to.equal(1);
          return b;
        },
      };
      expect(await told(form, () => select(arms))).to.deep.equal(chosen('b', 2));
    });

    it(`may select among the same channels, ready or not, ${form}`, async () => {
      const [a, b] = [new Channel<number>(3), new Channel<number>(3)];
      a.trySend(1);
      a.trySend(2);
      let inner: Promise<unknown> | undefined;
      const arms = {
        get b() {
          expect(trySelect({ a })).to.deep.equal(chosen('a', 1));
          inner = told(form, () => select({ b, c: null, d: b }));
          return b;
        },
        get a() {
          return a;
        },
      };
      expect(await told(form, () => select(arms))).to.deep.equal(chosen('a', 2));
      await settled();
      b.trySend(3);
      expect((await inner) as object).to.include({ value: 3, ok: true });
      for (const channel of [a, b]) channel.check();
      expect(b.receivers.first).to.equal(null);
    });

    it(`may throw: then nothing has changed, ${form} [SEL-03]`, async () => {
      const channel = new Channel<number>(1);
      channel.trySend(1);
      let looked = false;
      const arms = {
        channel,
        get bad(): null {
          throw new Error('bad arm');
        },
        get after() {
          looked = true;
          return channel;
        },
      };
      expect(await told(form, () => select(arms))).to.have.property('message', 'bad arm');
      expect(() => trySelect(arms)).to.throw('bad arm');
      expect(looked).to.equal(false);
      expect(channel.length).to.equal(1);
      expect(channel.receivers.first).to.equal(null);
      expect(await told(form, () => select({ channel }))).to.deep.equal(chosen('channel', 1));
    });

    it(`may abort the select itself: then nothing has changed, ${form}`, async () => {
      const channel = new Channel<number>(1);
      channel.trySend(1);
      const { signal, abort } = abortable();
      const arms = {
        get channel() {
          abort();
          return channel;
        },
      };
      expect(await told(form, () => select(arms, { signal }))).to.equal('aborted');
      expect(channel.length).to.equal(1);
      expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
    });

    it(`may close a channel whose arm was read before, ${form} [SEL-12, CH-37]`, async () => {
      const channel = new Channel<number>();
      const arms = {
        send: channel.onSend(1),
        get close() {
          channel.close();
          return null;
        },
      };
      const error = await told(form, () => select(arms));
      expect(error).to.have.property('code', 'SEND_ON_CLOSED_CHANNEL');
      channel.check();
    });
  }
});

describe('A value that is a trap', () => {
  it('is never touched on its way: no then is read, no conversion is made [CH-20]', async () => {
    const trap = new Proxy<object>(() => {}, {
      get: (_, name) => {
        throw new Error(`read ${String(name)}`);
      },
      has: () => {
        throw new Error('asked');
      },
    });
    for (const form of forms) {
      for (const capacity of [0, 1]) {
        const channel = new Channel<object>(capacity);
        const ways = [
          () => channel.send(trap),
          () => select({ put: channel.onSend(trap) }),
          () => channel.send(trap, { signal: abortable().signal }),
        ];
        for (const way of ways) {
          const sending = start(form, function* () {
            yield* wait<unknown>(way());
          });
          const got = await start(form, function* () {
            const one = yield* wait(channel.recv());
            return [one.value === trap];
          });
          expect(got).to.deep.equal([true]);
          await sending;
        }
      }
    }
  });
});

function abortable(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('aborted') };
}
