import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, gosched, select, type Op } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, type Body } from './forms.ts';

describe('Channel: abort', () => {
  leavesNobodyBehind();

  it('loses no value and invents none, whenever it comes [CH-18, CH-24, CH-42]', async () => {
    const step = fc.record({
      what: fc.constantFrom('send', 'recv', 'select send', 'select recv', 'abort', 'pause'),
      which: fc.nat(1000),
    });
    const capacity = fc.integer({ min: 0, max: 3 });
    await fc.assert(
      fc.asyncProperty(capacity, fc.array(step, { maxLength: 60 }), async (size, steps) => {
        const channel = new Channel<number>(size);
        const other = new Channel<never>();
        const controllers: AbortController[] = [];
        const sent: number[] = [];
        const refused: number[] = [];
        const received: number[] = [];
        const ends: Promise<void>[] = [];
        const receives = (got: { value: number | undefined; ok: boolean }): void => {
          if (got.ok) received.push(got.value as number);
        };
        for (const [i, { what, which }] of steps.entries()) {
          if (what === 'abort') {
            controllers[which % controllers.length]?.abort(i);
            channel.check();
            other.check();
            continue;
          }
          if (what === 'pause') {
            await gosched();
            continue;
          }
          const controller = new AbortController();
          controllers.push(controller);
          const { signal } = controller;
          const done = (): unknown => sent.push(i);
          const not = (): unknown => refused.push(i);
          const nothing = (): void => {};
          const start: Record<string, () => Promise<unknown>> = {
            send: () => channel.send(i, { signal }).then(done, not),
            recv: () => channel.recv({ signal }).then(receives, nothing),
            'select send': () =>
              select({ other, s: channel.onSend(i) }, { signal }).then(done, not),
            'select recv': () => select({ other, channel }, { signal }).then(receives, nothing),
          };
          ends.push(start[what]?.().then(nothing) ?? Promise.reject(new Error(what)));
        }
        for (let got = channel.tryRecv(); got?.ok === true; got = channel.tryRecv()) {
          received.push(got.value);
        }
        for (const controller of controllers) controller.abort();
        await Promise.all(ends);
        expect([channel.receivers.first, channel.senders.first]).to.deep.equal([null, null]);
        expect(other.receivers.first).to.equal(null);
        const ascending = (a: number, b: number): number => a - b;
        expect(received.toSorted(ascending)).to.deep.equal(sent.toSorted(ascending));
        expect(refused.filter((value) => received.includes(value))).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  inBothForms((form) => {
    it('loses no value between goroutines that give up again and again [CH-18, CH-24]', async () => {
      for (const capacity of [0, 1, 2, 7]) {
        const channel = new Channel<number>(capacity);
        const live = new Set<AbortController>();
        /** Tries until the operation is not aborted; who is in `live` may be, at any moment. */
        function* insist<T>(start: (signal: AbortSignal) => Op<T>): Body<T> {
          for (;;) {
            const controller = new AbortController();
            live.add(controller);
            try {
              return yield* on(start(controller.signal));
            } catch {
              yield* on(gosched());
            } finally {
              live.delete(controller);
            }
          }
        }
        function* producer(name: number): Body {
          for (let i = 0; i < 200; i++) {
            yield* insist((signal) => channel.send(name * 1000 + i, { signal }));
          }
        }
        const received: number[] = [];
        function* consumer(): Body {
          for (;;) {
            const got = yield* insist((signal) => channel.recv({ signal }));
            if (!got.ok) return;
            received.push(got.value);
          }
        }
        let aborts = 0;
        let over = false;
        function* meddle(): Body {
          for (let i = 0; !over; i++) {
            const victims = [...live];
            victims[(i * 7) % victims.length]?.abort();
            if (victims.length > 0) aborts++;
            channel.check();
            yield* on(gosched());
          }
        }
        const meddler = form.start(meddle);
        const consumers = [1, 2, 3].map(() => form.start(consumer));
        await Promise.all([1, 2, 3].map((name) => form.start(producer, name)));
        channel.close();
        await Promise.all(consumers);
        over = true;
        await meddler;
        expect(aborts).to.be.above(50);
        expect(received).to.have.lengthOf(600);
        expect(new Set(received).size).to.equal(600);
      }
    });

    it('comes too late for a value that was handed over in the same tick [CH-24]', async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      function* body(): Body<unknown> {
        return yield* on(channel.recv({ signal: controller.signal }));
      }
      const receiver = form.start(body);
      await idle();
      expect(channel.trySend(1)).to.equal(true);
      controller.abort();
      expect(await receiver).to.deep.equal({ value: 1, ok: true, done: false });
    });
  });
});
