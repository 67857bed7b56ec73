import { expect } from 'chai';
import { Channel, select, type Goroutine, type Receiver, type Sender } from 'millrace';
import { inBothForms, leavesNobodyBehind, on, type Body } from '../../channel/forms.ts';

function* readAll<T>(from: Receiver<T>): Body<T[]> {
  const all: T[] = [];
  for (let got; (got = yield* on(from.recv())).ok;) all.push(got.value);
  return all;
}

function* sendAll<T>(to: Sender<T>, ...values: T[]): Body {
  for (const value of values) yield* on(to.send(value));
  to.close();
}

function* filter<T>(from: Receiver<T>, to: Sender<T>, wanted: (value: T) => boolean): Body {
  for (let got; (got = yield* on(from.recv())).ok;) {
    if (wanted(got.value)) yield* on(to.send(got.value));
  }
  to.close();
}

function* merge<T>(a: Receiver<T>, b: Receiver<T>, to: Sender<T>): Body {
  const open: { a: Receiver<T> | null; b: Receiver<T> | null } = { a, b };
  while (open.a !== null || open.b !== null) {
    const got = yield* on(select(open));
    if (got.ok) yield* on(to.send(got.value as T));
    else open[got.key] = null;
  }
  to.close();
}

/** A value that one goroutine has at a time: whoever receives it must send it back. */
class Exclusive<T> {
  readonly #one: Channel<T> = new Channel<T>(1);

  constructor(value: T) {
    this.#one.trySend(value);
  }

  acquire(): Body<T> {
    const channel = this.#one;
    return (function* () {
      return (yield* on(channel.recv())).value as T;
    })();
  }

  tryAcquire(): { value: T } | undefined {
    const got = this.#one.tryRecv();
    return got?.ok === true ? got : undefined;
  }

  release(value: T): void {
    if (!this.#one.trySend(value)) throw new Error('it was not acquired');
  }
}

describe('Go: generic helpers over channels', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    /** Starts a stage that writes to a channel of its own. */
    function stage<T>(
      all: Goroutine<void>[],
      make: (to: Channel<T>) => Goroutine<void>,
    ): Channel<T> {
      const to = new Channel<T>();
      all.push(make(to));
      return to;
    }

    it('read all, filter and merge pass values of every type [T-049, T-048] [CH-51, CH-57]', async () => {
      const all: Goroutine<void>[] = [];
      const small = stage<number>(all, (to) => form.start(sendAll<number>, to, 1, 2, 3, 4, 5));
      const large = stage<number>(all, (to) => form.start(sendAll<number>, to, 11, 12, 13, 14));
      const even = (n: number): boolean => n % 2 === 0;
      const merged = stage<number>(all, (to) => {
        const left = stage<number>(all, (out) => form.start(filter<number>, small, out, even));
        const right = stage<number>(all, (out) => form.start(filter<number>, large, out, even));
        return form.start(merge<number>, left, right, to);
      });
      const got = await form.start(readAll<number>, merged);
      expect(got.toSorted((a, b) => a - b)).to.deep.equal([2, 4, 12, 14]);
      await Promise.all(all);

      const structs = [
        { s: 'x', p: { q: [1] } },
        { s: 'y', p: null },
      ];
      const objects = new Channel<unknown>();
      const sending = form.start(sendAll<unknown>, objects, ...structs);
      const back = await form.start(readAll<unknown>, objects);
      expect(back[0]).to.equal(structs[0]);
      expect(back[1]).to.equal(structs[1]);
      await sending;
    });

    it('a value for one at a time is never with two [T-049]', async () => {
      const exclusive = new Exclusive({ holders: 0, count: 0 });
      let most = 0;
      function* user(): Body {
        for (let i = 0; i < 100; i++) {
          const value = yield* exclusive.acquire();
          most = Math.max(most, ++value.holders);
          yield* on(new Channel<number>(1).send(1));
          expect(exclusive.tryAcquire()).to.equal(undefined);
          value.count++;
          value.holders--;
          exclusive.release(value);
        }
      }
      await Promise.all([1, 2, 3, 4].map(() => form.start(user)));
      expect(most).to.equal(1);
      expect(exclusive.tryAcquire()?.value.count).to.equal(400);
    });

    it('a channel of channels carries questions and the way to answer them [T-016, T-043] [CH-26, CH-54]', async () => {
      const questions = new Channel<{ n: number; answer: Channel<number> }>();
      const offered = new Channel<Channel<number>>();
      function* server(): Body {
        for (let got; (got = yield* on(questions.recv())).ok;) {
          yield* on(got.value.answer.send(got.value.n ** 2));
        }
      }
      function* client(n: number): Body<number | undefined> {
        const answer = new Channel<number>();
        yield* on(select({ q: questions.onSend({ n, answer }), never: offered }));
        return (yield* on(answer.recv())).value;
      }
      const serving = form.start(server);
      const answers = await Promise.all([1, 2, 3].map((n) => form.start(client, n)));
      expect(answers).to.deep.equal([1, 4, 9]);
      questions.close();
      await serving;
    });

    it('break leaves a select only, return the whole, a loop goes on [T-015] [SEL-26]', async () => {
      const ready = new Channel<number>(10);
      for (let i = 0; i < 10; i++) ready.trySend(i);
      function* body(): Body<string> {
        const seen: (number | undefined)[] = [];
        for (;;) {
          const got = yield* on(select({ ready, never: null }));
          switch (got.key) {
            case 'ready':
              if (got.value === 1) break;
              if (got.value === 4) return seen.join(' ');
              seen.push(got.value);
          }
        }
      }
      expect(await form.start(body)).to.equal('0 2 3');
      expect(ready.length).to.equal(5);
    });
  });
});
