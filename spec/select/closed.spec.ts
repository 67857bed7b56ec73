import { expect } from 'chai';
import { Channel, select, SendOnClosedError, trySelect } from 'millrace';
import {
  failure,
  idle,
  inBothForms,
  inBothFormsOver,
  leavesNobodyBehind,
  on,
  type Body,
} from '../channel/forms.ts';

function closed(capacity = 0): Channel<number> {
  const channel = new Channel<number>(capacity);
  channel.close();
  return channel;
}

describe('select: closed channels', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('fails at a send arm that it draws, with room or without, with a default or not [SEL-12, RS-07, CH-14]', async () => {
      for (const capacity of [0, 1, 3]) {
        const channel = closed(capacity);
        function* body(): Body {
          yield* on(select({ send: channel.onSend(1), never: new Channel<number>() }));
        }
        expect(await failure(form.start(body))).to.be.an.instanceOf(SendOnClosedError);
        expect(() => trySelect({ send: channel.onSend(1) })).to.throw(SendOnClosedError);
        expect(channel.length).to.equal(0);
      }
    });

    it('can be caught where it waited, and the next select works [SEL-12]', async () => {
      const ready = new Channel<number>(1);
      ready.trySend(1);
      function* body(): Body<unknown[]> {
        const seen: unknown[] = [];
        try {
          yield* on(select({ send: closed().onSend(1) }));
        } catch (error) {
          seen.push((error as Error).message);
        }
        seen.push((yield* on(select({ ready }))).value);
        return seen;
      }
      expect(await form.start(body)).to.deep.equal(['send on closed channel', 1]);
    });
  });

  it('finds a receive arm ready for ever, and that beats a default [SEL-13, RS-05]', async () => {
    const channel = new Channel<number>(1);
    channel.trySend(7);
    channel.close();
    expect(trySelect({ channel })).to.deep.equal({ key: 'channel', value: 7, ok: true });
    for (let i = 0; i < 3; i++) {
      const none = { key: 'channel', value: undefined, ok: false };
      expect(trySelect({ channel, never: null })).to.deep.equal(none);
      expect(await select({ channel, never: null })).to.deep.equal(none);
    }
  });

  inBothFormsOver([0, 1, 2], (form, capacity) => {
    it('wakes a waiting receive arm with ok false, and leaves the other channels [CH-37, SEL-19]', async () => {
      const channel = new Channel<number>(capacity);
      const other = new Channel<number>(capacity);
      function* body(): Body<unknown> {
        return yield* on(select({ other, channel }));
      }
      const waiting = form.start(body);
      await idle();
      channel.close();
      expect(other.receivers.first, 'at once').to.equal(null);
      expect(await waiting).to.deep.equal({ key: 'channel', value: undefined, ok: false });
    });

    it('fails a waiting send arm, in the one who sends, not in the one who closes [CH-37] [peers: select 5]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(i);
      const other = new Channel<number>();
      function* body(): Body {
        yield* on(select({ other, send: channel.onSend(7) }));
      }
      const waiting = failure(form.start(body));
      await idle();
      channel.close();
      expect(other.receivers.first, 'at once').to.equal(null);
      expect(await waiting).to.be.an.instanceOf(SendOnClosedError);
      for (let i = 0; i < capacity; i++) expect(channel.tryRecv()).to.include({ value: i });
      expect(channel.tryRecv()).to.include({ ok: false });
    });

    it('is told once by a close, whether its channel stands in two arms or both ends do [CH-37, CH-45]', async () => {
      const twice = new Channel<number>(capacity);
      const both = new Channel<number>();
      function* two(): Body<unknown> {
        return yield* on(select([twice, twice]));
      }
      function* ends(): Body<unknown> {
        return yield* on(select({ recv: both, send: both.onSend(1) }));
      }
      const waiting = [form.start(two), form.start(ends)];
      await idle();
      twice.close();
      both.close();
      const [first, second] = await Promise.all(waiting);
      expect(first).to.include({ ok: false });
      // Receivers are looked at first, as in Go: so the receive arm it is.
      expect(second).to.deep.equal({ key: 'recv', value: undefined, ok: false });
      twice.check();
      both.check();
    });
  });

  it('wakes selects in the reverse of their order, with plain receivers among them [CH-35]', async () => {
    const channel = new Channel<number>();
    const other = new Channel<number>();
    const woken: number[] = [];
    const waiting = [1, 2, 3, 4].map(async (i) => {
      await (i % 2 === 0 ? channel.recv() : select({ other, channel }));
      woken.push(i);
    });
    channel.close();
    await Promise.all(waiting);
    expect(woken).to.deep.equal([4, 3, 2, 1]);
  });
});
