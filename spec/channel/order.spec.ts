import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, gosched, select, SendOnClosedError } from 'millrace';
import {
  capacities,
  generators,
  idle,
  inBothForms,
  leavesNobodyBehind,
  on,
  type Body,
} from './forms.ts';

describe('Channel: order', () => {
  leavesNobodyBehind();

  it('is that of a queue, whatever is tried in whatever order [CH-08, CH-14, CH-32, CH-40]', () => {
    const step = fc.constantFrom('send', 'send', 'recv', 'recv', 'recv', 'close');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.array(step), (capacity, steps) => {
        const channel = new Channel<number>(capacity);
        const model: number[] = [];
        let closed = false;
        for (const [i, what] of steps.entries()) {
          if (what === 'recv') {
            const got = channel.tryRecv();
            const value = model.shift();
            if (value !== undefined) expect(got).to.include({ value, ok: true });
            else expect(got?.ok).to.equal(closed ? false : undefined);
          } else if (what === 'close' && !closed) {
            channel.close();
            closed = true;
          } else if (what === 'send' && closed) {
            expect(() => channel.trySend(i)).to.throw(SendOnClosedError);
          } else if (what === 'send') {
            expect(channel.trySend(i)).to.equal(model.length < capacity);
            if (model.length < capacity) model.push(i);
          }
          expect(channel.length).to.equal(model.length);
          channel.check();
        }
      }),
    );
  });

  inBothForms((form) => {
    it('keeps what one sender sends in its order, over every capacity [CH-40]', async () => {
      const run = async (capacity: number, pauses: boolean[]): Promise<void> => {
        const channel = new Channel<[sender: number, nth: number]>(capacity);
        function* sender(name: number): Body {
          for (let nth = 0; nth < 20; nth++) {
            if (pauses[(name * 7 + nth) % pauses.length] === true) yield* on(gosched());
            yield* on(channel.send([name, nth]));
          }
        }
        function* receiver(): Body<number> {
          const last = new Map<number, number>();
          let count = 0;
          for (;;) {
            const got = yield* on(channel.recv());
            if (!got.ok) return count;
            const [name, nth] = got.value;
            expect(nth).to.be.above(last.get(name) ?? -1);
            last.set(name, nth);
            count++;
            if (pauses[count % pauses.length] === true) yield* on(gosched());
          }
        }
        const receivers = [form.start(receiver), form.start(receiver)];
        await Promise.all([0, 1, 2].map((name) => form.start(sender, name)));
        channel.close();
        const [a = 0, b = 0] = await Promise.all(receivers);
        expect(a + b).to.equal(60);
      };
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...capacities),
          fc.array(fc.boolean(), { minLength: 5, maxLength: 30 }),
          run,
        ),
        { numRuns: 30 },
      );
    });

    it('serves receivers of every kind in one line [CH-41, SEL-22] [peers: channels 7]', async () => {
      const channel = new Channel<number>();
      const other = new Channel<number>();
      const got: string[] = [];
      const iterator = channel[Symbol.asyncIterator]();
      const kinds: (() => Body)[] = [
        function* plain() {
          got.push(`recv ${(yield* on(channel.recv())).value}`);
        },
        function* selecting() {
          got.push(`select ${(yield* on(select({ other, channel }))).value}`);
        },
        function* iterating() {
          got.push(`next ${(yield* on(channel.recv())).value}`);
        },
        function* alone() {
          got.push(`select alone ${(yield* on(select([channel]))).value}`);
        },
      ];
      const all = [...kinds, ...kinds].map((kind) => form.start(kind));
      await idle();
      const next = iterator.next();
      for (let i = 0; i < 8; i++) await channel.send(i);
      await Promise.all(all);
      expect(channel.trySend(8)).to.equal(true);
      expect((await next).value).to.equal(8);
      expect(got).to.deep.equal([
        'recv 0',
        'select 1',
        'next 2',
        'select alone 3',
        'recv 4',
        'select 5',
        'next 6',
        'select alone 7',
      ]);
      other.check();
      expect(other.receivers.first).to.equal(null);
    });

    it('serves senders of every kind in one line [CH-41, SEL-22]', async () => {
      const channel = new Channel<string>(1);
      const other = new Channel<string>();
      channel.trySend('buffered');
      const kinds: ((n: number) => Body)[] = [
        function* plain(n) {
          yield* on(channel.send(`send ${n}`));
        },
        function* selecting(n) {
          yield* on(select({ other, send: channel.onSend(`select ${n}`) }));
        },
      ];
      const all = [];
      for (let n = 0; n < 3; n++) for (const kind of kinds) all.push(form.start(kind, n));
      await idle();
      const got = [];
      for (let i = 0; i < 7; i++) got.push(channel.tryRecv()?.value);
      expect(got).to.deep.equal([
        'buffered',
        'send 0',
        'select 0',
        'send 1',
        'select 1',
        'send 2',
        'select 2',
      ]);
      await Promise.all(all);
      expect(other.receivers.first).to.equal(null);
    });

    it('resumes five waiting senders, and five receivers, in the order of their values [OR-06]', async () => {
      const channel = new Channel<number>();
      const trace: string[] = [];
      function* sender(i: number): Body {
        yield* on(channel.send(i));
        trace.push(`s${i}`);
      }
      function* receiver(i: number): Body {
        const got = yield* on(channel.recv());
        trace.push(`r${i}=${got.value}`);
      }
      let all = [1, 2, 3, 4, 5].map((i) => form.start(sender, i));
      await idle();
      for (let i = 1; i <= 5; i++) expect(channel.tryRecv()?.value).to.equal(i);
      await Promise.all(all);
      all = [1, 2, 3, 4, 5].map((i) => form.start(receiver, i));
      await idle();
      for (let i = 1; i <= 5; i++) channel.trySend(i * 10);
      await Promise.all(all);
      expect(trace.join(' ')).to.equal('s1 s2 s3 s4 s5 r1=10 r2=20 r3=30 r4=40 r5=50');
    });
  });

  for (const [capacity, when, expected] of [
    [0, 'before', 's0 r0 s1 s2 r1 r2 s3 s4 r3 r4 s5 r5'],
    [0, 'after', 'r0 s0 s1 r1 r2 s2 s3 r3 r4 s4 s5 r5'],
    [2, 'after', 's0 s1 r0 r1 r2 s2 s3 s4 s5 r3 r4 r5 r6 s6 s7 r7'],
  ] as const) {
    it(`interleaves a stream as Go does: capacity ${capacity}, noted ${when} each send [OR-06]`, async () => {
      const channel = new Channel<number>(capacity);
      const trace: string[] = [];
      function* producer(count: number): Body {
        for (let i = 0; i < count; i++) {
          if (when === 'before') trace.push(`s${i}`);
          yield* on(channel.send(i));
          if (when === 'after') trace.push(`s${i}`);
        }
        channel.close();
      }
      function* consumer(): Body {
        for (let got; (got = yield* on(channel.recv())).ok;) trace.push(`r${got.value}`);
      }
      const producing = generators.start(producer, capacity === 0 ? 6 : 8);
      await Promise.all([producing, generators.start(consumer)]);
      expect(trace.join(' ')).to.equal(expected);
    });
  }
});
