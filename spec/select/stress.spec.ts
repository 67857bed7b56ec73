import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, gosched, select, type Op } from 'millrace';
import { inBothForms, leavesNobodyBehind, on, type Body } from '../channel/forms.ts';

describe('select: under load', function () {
  this.timeout(10_000);
  leavesNobodyBehind();

  inBothForms((form) => {
    it('delivers each of a hundred thousand values once, whichever channel it went by [SEL-19, SEL-20] [T-001]', async () => {
      const total = 100_000;
      const channels = Array.from({ length: 4 }, () => new Channel<number>());
      const [a, b, c, d] = channels as [Channel<number>, ...Channel<number>[]];
      const merged = new Channel<number>(16);
      function* sender(): Body {
        for (let i = 0; i < total; i++) {
          yield* on(select([a?.onSend(i), b?.onSend(i), c?.onSend(i), d?.onSend(i)]));
        }
        for (const channel of channels) channel.close();
      }
      function* forwarder(from: Channel<number>): Body {
        for (let got; (got = yield* on(from.recv())).ok;) yield* on(merged.send(got.value));
      }
      const seen = new Uint8Array(total);
      function* collector(): Body {
        for (let got; (got = yield* on(merged.recv())).ok;) seen[got.value]!++;
      }
      const collecting = form.start(collector);
      const forwarding = channels.map((channel) => form.start(forwarder, channel));
      await form.start(sender);
      await Promise.all(forwarding);
      merged.close();
      await collecting;
      expect(seen.every((times) => times === 1)).to.equal(true);
    });

    it('loses nothing between eight selectors over four channels [SEL-19] [peers: select 2]', async () => {
      for (const capacity of [0, 1, 2]) {
        const channels = Array.from({ length: 4 }, () => new Channel<number>(capacity));
        const each = 2000;
        const seen: number[] = [];
        function* producer(name: number): Body {
          for (let i = 0; i < each; i++) yield* on(channels[name]!.send(name * each + i));
          channels[name]!.close();
        }
        function* selector(): Body {
          const arms: (Channel<number> | null)[] = [...channels];
          for (let open = 4; open > 0;) {
            const got = yield* on(select(arms));
            if (got.ok) {
              seen.push(got.value);
            } else {
              arms[got.key] = null;
              open--;
            }
          }
        }
        const selectors = Array.from({ length: 8 }, () => form.start(selector));
        await Promise.all([0, 1, 2, 3].map((name) => form.start(producer, name)));
        await Promise.all(selectors);
        expect(seen).to.have.lengthOf(4 * each);
        expect(new Set(seen).size).to.equal(4 * each);
      }
    });

    it('ends with exact counts among senders, receivers and selects that drop finished arms [SEL-10, SEL-19] [T-065]', async () => {
      const channels = [0, 0, 2, 3].map((capacity) => new Channel<number>(capacity));
      const each = 2000;
      const sent = [0, 0, 0, 0];
      const received = [0, 0, 0, 0];
      function* plainSender(k: number): Body {
        for (let i = 0; i < each; i++) {
          yield* on(channels[k]!.send(i));
          sent[k]!++;
        }
      }
      function* plainReceiver(k: number): Body {
        for (let i = 0; i < each; i++) {
          yield* on(channels[k]!.recv());
          received[k]!++;
        }
      }
      /** Does each of its four operations so many times, in whatever order they become possible. */
      function* selecting(op: 'send' | 'recv'): Body {
        const left = [each, each, each, each];
        const counts = op === 'send' ? sent : received;
        while (left.some((n) => n > 0)) {
          const open = channels.map((channel, k) => (left[k]! > 0 ? channel : null));
          const { key } =
            op === 'send'
              ? yield* on(select(open.map((channel) => channel?.onSend(0))))
              : yield* on(select(open));
          left[key]!--;
          counts[key]!++;
        }
      }
      const all: Op<unknown>[] = [];
      for (let k = 0; k < 4; k++) {
        all.push(form.start(plainSender, k), form.start(plainReceiver, k));
      }
      all.push(form.start(selecting, 'send'), form.start(selecting, 'recv'));
      await Promise.all(all);
      expect(sent).to.deep.equal(Array.from({ length: 4 }, () => 2 * each));
      expect(received).to.deep.equal(sent);
      for (const channel of channels) {
        channel.check();
        expect(channel.length).to.equal(0);
      }
    });

    it('keeps its books over random arms, capacities and pauses [SEL-19, SEL-20, CH-42]', async () => {
      const plan = fc.record({
        capacities: fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
        arms: fc.array(fc.array(fc.tuple(fc.boolean(), fc.nat(2)), { minLength: 1 }), {
          minLength: 2,
          maxLength: 5,
        }),
        pauses: fc.nat(7),
      });
      await fc.assert(
        fc.asyncProperty(plan, async ({ capacities, arms, pauses }) => {
          const channels = capacities.map((capacity) => new Channel<number>(capacity));
          const stop = new AbortController();
          const sent = new Set<number>();
          const received: number[] = [];
          let next = 0;
          function* actor(mine: (readonly [boolean, number])[], name: number): Body {
            try {
              for (let i = 0; i < 30; i++) {
                const values = mine.map(() => next++);
                const made = mine.map(([sends, which], k) => {
                  const channel = channels[which % channels.length]!;
                  return sends ? channel.onSend(values[k]!) : channel;
                });
                const got = yield* on(select(made, { signal: stop.signal }));
                if (mine[got.key]![0]) sent.add(values[got.key]!);
                else received.push((got as { value: number }).value);
                for (const channel of channels) channel.check();
                if ((i + name) % (pauses + 1) === 0) yield* on(gosched());
              }
            } catch (error) {
              if (error !== 'enough') throw error;
            }
          }
          const all = arms.map((mine, name) => form.start(actor, mine, name));
          // Whoever is left without a partner when nobody moves any more is called off.
          for (let before = -1; before !== next;) {
            before = next;
            await new Promise((resolve) => setImmediate(resolve));
          }
          stop.abort('enough');
          await Promise.all(all);
          for (const channel of channels) {
            expect([channel.receivers.first, channel.senders.first]).to.deep.equal([null, null]);
            for (let got = channel.tryRecv(); got !== undefined; got = channel.tryRecv()) {
              received.push(got.value as number);
            }
          }
          expect(new Set(received).size, 'twice').to.equal(received.length);
          expect(new Set(received), 'sent and received').to.deep.equal(sent);
        }),
        { numRuns: 60 },
      );
    });
  });
});
