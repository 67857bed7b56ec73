import { expect } from 'chai';
import { Channel, gosched, select, WaitGroup } from 'millrace';
import {
  idle,
  inBothForms,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  type Body,
} from '../../channel/forms.ts';

describe('Go: nothing lost, nothing twice', function () {
  this.timeout(10_000);
  leavesNobodyBehind();

  inBothForms((form) => {
    it('a channel of every capacity from 0 to 199 waits, fills, drains and closes as it should [T-060]', async () => {
      for (let capacity = 0; capacity < 200; capacity++) {
        // Empty: a receive waits, a try does not.
        const empty = new Channel<number>(capacity);
        const receiver = form.start(receiving, empty);
        await idle();
        expect(empty.trySend(7)).to.equal(true);
        expect((await receiver).value).to.equal(7);
        expect(empty.tryRecv()).to.equal(undefined);

        // Full: a send waits, a try does not.
        const full = new Channel<number>(capacity);
        for (let i = 0; i < capacity; i++) full.trySend(i);
        expect(full.trySend(-1)).to.equal(false);
        expect(full).to.include({ length: capacity, capacity });
        const sender = form.start(sending, full, capacity);
        await idle();
        for (let i = 0; i <= capacity; i++) expect(full.tryRecv()?.value).to.equal(i);
        await sender;

        // Closed: what is buffered comes first.
        const closing = new Channel<number>(capacity);
        for (let i = 0; i < capacity; i++) closing.trySend(i);
        closing.close();
        for (let i = 0; i < capacity; i++) {
          expect(closing.tryRecv()).to.include({ value: i, ok: true });
        }
        expect(closing.tryRecv()).to.include({ value: undefined, ok: false });

        // A close frees who waits to receive.
        const awaited = new Channel<number>(capacity);
        const freed = form.start(receiving, awaited);
        await idle();
        awaited.close();
        expect((await freed).ok).to.equal(false);
      }
    });

    it('a hundred values pass in order, four thousand from four senders once each [T-060]', async () => {
      for (const capacity of [0, 1, 2, 7, 63]) {
        const ordered = new Channel<number>(capacity);
        function* sender(to: Channel<number>, count: number): Body {
          for (let i = 0; i < count; i++) yield* on(to.send(i));
        }
        const sending = form.start(sender, ordered, 100);
        for (let i = 0; i < 100; i++) expect((await ordered.recv()).value).to.equal(i);
        await sending;

        const shared = new Channel<number>(capacity);
        const counts = new Map<number, number>();
        function* receiver(): Body {
          for (let i = 0; i < 1000; i++) {
            const { value = -1 } = yield* on(shared.recv());
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
        }
        const all = [];
        for (let k = 0; k < 4; k++) {
          all.push(form.start(sender, shared, 1000), form.start(receiver));
        }
        await Promise.all(all);
        expect(counts.size).to.equal(1000);
        expect([...counts.values()].every((times) => times === 4)).to.equal(true);
        expect(shared).to.include({ length: 0, capacity });
      }
    });

    it('a thousand messages to ten receivers that select, each delivered once [T-035]', async () => {
      const messages = new Channel<number>();
      const done = new Channel<never>();
      const seen = new Map<number, number>();
      function* receiver(): Body {
        for (;;) {
          const got = yield* on(select({ messages, done }));
          if (got.key === 'done') return;
          seen.set(got.value as number, (seen.get(got.value as number) ?? 0) + 1);
        }
      }
      const receivers = Array.from({ length: 10 }, () => form.start(receiver));
      function* sender(): Body {
        for (let i = 0; i < 1000; i++) yield* on(messages.send(i));
        done.close();
      }
      await form.start(sender);
      await Promise.all(receivers);
      expect(seen.size).to.equal(1000);
      expect([...seen.values()].every((times) => times === 1)).to.equal(true);
    });

    it('many senders, many receivers, plain and selecting: the totals agree [T-034]', async () => {
      for (const capacity of [0, 10]) {
        for (const [senders, receivers, selects] of [
          [1, 1, false],
          [1, 3, false],
          [3, 1, true],
          [5, 4, true],
        ] as const) {
          const channels = Array.from({ length: 3 }, () => new Channel<number>(capacity));
          const [a, b, c] = channels;
          let [sent, received] = [0, 0];
          const group = new WaitGroup();
          function* sender(name: number): Body {
            for (let i = 1; i <= 200; i++) {
              const value = name * 1000 + i;
              if (selects) {
                yield* on(select([a?.onSend(value), b?.onSend(value), c?.onSend(value)]));
              } else {
                yield* on((channels[i % 3] as Channel<number>).send(value));
              }
              sent += value;
              if (i % 17 === 0) yield* on(gosched());
            }
            group.done();
          }
          function* receiver(): Body {
            const open: (Channel<number> | null)[] = [...channels];
            while (open.some((channel) => channel !== null)) {
              const got = yield* on(select(open));
              if (got.ok) received += got.value;
              else open[got.key] = null;
            }
          }
          group.add(senders);
          const all = Array.from({ length: receivers }, () => form.start(receiver));
          for (let i = 0; i < senders; i++) all.push(form.start(sender, i));
          await group.wait();
          for (const channel of channels) channel.close();
          await Promise.all(all);
          expect(sent).to.be.above(0);
          expect(received).to.equal(sent);
        }
      }
    });

    it('twenty-three workers share 271,828 items; the close cascades [T-069]', async () => {
      const items = 271_828;
      const primes = [2, 3, 7, 31, 61, 127];
      const queue = new Channel<number>(23 * 3);
      const results = new Channel<number>(23);
      function* worker(): Body {
        for (let got; (got = yield* on(queue.recv())).ok;) {
          // Some items let the others go first.
          if (primes.some((prime) => got.value % 1009 === prime)) yield* on(gosched());
          yield* on(results.send(got.value));
        }
      }
      let expected = 0;
      function* feed(): Body {
        for (let i = 0; i < items; i++) {
          const value = (i * 7919) % 5003;
          expected += value;
          yield* on(queue.send(value));
        }
        queue.close();
      }
      function* close(workers: readonly PromiseLike<void>[]): Body {
        for (const one of workers) yield* on(one as never);
        results.close();
      }
      const workers = Array.from({ length: 23 }, () => form.start(worker));
      const rest = [form.start(feed), form.start(close, workers)];
      function* collect(): Body<[number, number]> {
        let [count, sum] = [0, 0];
        for (let got; (got = yield* on(results.recv())).ok; count++) sum += got.value;
        return [count, sum];
      }
      expect(await form.start(collect)).to.deep.equal([items, expected]);
      await Promise.all(rest);
    });
  });
});
