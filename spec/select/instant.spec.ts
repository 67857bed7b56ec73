import { expect } from 'chai';
import { Channel, gosched, select, trySelect } from 'millrace';
import { inBothForms, leavesNobodyBehind, on, type Body } from '../channel/forms.ts';

describe('select: one instant', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    for (const [what, pass] of [
      // At every moment one of the two is ready; which one changes.
      ['filled', (to: Channel<number>) => to.trySend(1)],
      ['closed', (to: Channel<number>) => to.close()],
    ] as const) {
      it(`misses neither of two channels, one ${what} before the other is emptied [SEL-23, CH-43] [T-062, T-063]`, async () => {
        let defaults = 0;
        for (let round = 0; round < 500; round++) {
          const a = new Channel<number>(1);
          const b = new Channel<number>(1);
          a.trySend(1);
          function* mover(): Body {
            for (let i = 0; i < round % 4; i++) yield* on(gosched());
            pass(b);
            if (round % 2 === 0) yield* on(gosched());
            a.tryRecv();
          }
          function* selector(): Body {
            for (let i = 0; i < round % 3; i++) yield* on(gosched());
            if (trySelect({ a, b }) === undefined) defaults++;
          }
          await Promise.all([form.start(mover), form.start(selector)]);
        }
        expect(defaults).to.equal(0);
      });
    }

    it('a polling select sees a value as soon as it is there [SEL-23, SEL-24]', async () => {
      const channel = new Channel<number>();
      function* poller(): Body<unknown> {
        for (let polls = 0; ; polls++) {
          const got = trySelect({ channel });
          if (got !== undefined) return { polls, value: got.value };
          yield* on(gosched());
        }
      }
      function* sender(): Body {
        for (let i = 0; i < 10; i++) yield* on(gosched());
        yield* on(channel.send(7));
      }
      const polling = form.start(poller);
      await form.start(sender);
      expect(await polling).to.include({ value: 7 });
    });

    it('two polling ends never meet, an end that waits is always met [SEL-24]', async () => {
      const channel = new Channel<number>();
      for (let i = 0; i < 20; i++) {
        expect(trySelect({ send: channel.onSend(1) })).to.equal(undefined);
        expect(trySelect({ channel })).to.equal(undefined);
      }
      const waiting = form.start(function* () {
        return yield* on(select({ channel }));
      });
      while (trySelect({ send: channel.onSend(1) }) === undefined) await gosched();
      expect(await waiting).to.deep.equal({ key: 'channel', value: 1, ok: true });
    });
  });
});
