import { expect } from 'chai';
import { Channel } from 'millrace';
import {
  generators,
  idle,
  inBothForms,
  inBothFormsOver,
  inLine,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  waits,
  type Body,
} from './forms.ts';

describe('Channel: send', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('sends at the call, before anybody waits for the operation [CH-12, CH-19]', async () => {
      const channel = new Channel<number>(1);
      function* body(): Body<number[]> {
        const lengths = [channel.length];
        const op = channel.send(1);
        lengths.push(channel.length);
        yield* on(op);
        lengths.push(channel.length);
        return lengths;
      }
      expect(await form.start(body)).to.deep.equal([0, 1, 1]);
    });

    it('waits at the call as well: the place in line is that of the call [CH-12, CH-41]', async () => {
      const channel = new Channel<string>();
      function* body(): Body {
        const first = channel.send('first');
        const second = channel.send('second');
        yield* on(second);
        yield* on(first);
      }
      const sender = form.start(body);
      await idle();
      expect([channel.tryRecv()?.value, channel.tryRecv()?.value]).to.deep.equal([
        'first',
        'second',
      ]);
      await sender;
    });

    it('waits for ever on the nil channel, and trySend says no [CH-13]', async () => {
      const stop = new AbortController();
      const nil = Channel.nil<number>();
      expect(nil.trySend(1)).to.equal(false);
      function* body(): Body {
        yield* on(nil.send(1, { signal: stop.signal }));
      }
      const sender = form.start(body).catch((error: unknown) => error);
      await idle();
      expect(nil.tryRecv()).to.equal(undefined);
      nil.check();
      stop.abort('enough');
      expect(await sender).to.equal('enough');
    });

    it('hands the value to the receiver that has waited longest [CH-16, CH-41]', async () => {
      for (const capacity of [0, 3]) {
        const channel = new Channel<number>(capacity);
        const receivers = [0, 1, 2].map(() => form.start(receiving, channel));
        await idle();
        for (const value of [10, 20, 30]) {
          expect(channel.trySend(value)).to.equal(true);
          expect(channel.length).to.equal(0);
        }
        const got = await Promise.all(receivers);
        expect(got.map((one) => one.value)).to.deep.equal([10, 20, 30]);
      }
    });

    it('wakes a receiver that waits on an empty buffer [CH-16] [peers: channels 1]', async () => {
      const channel = new Channel<string>(4);
      const receiver = form.start(receiving, channel);
      await idle();
      const sender = form.start(sending, channel, 'hello');
      expect(await receiver).to.include({ value: 'hello' });
      await sender;
    });
  });

  inBothFormsOver([0, 1, 2, 7], (form, capacity) => {
    it('fills the buffer, then waits at the end of the line [CH-16]', async () => {
      const channel = new Channel<number>(capacity);
      const sent: number[] = [];
      function* sender(i: number): Body {
        yield* on(channel.send(i));
        sent.push(i);
      }
      const all = Array.from({ length: capacity + 3 }, (_, i) => form.start(sender, i));
      await idle();
      expect(sent).to.deep.equal(Array.from({ length: capacity }, (_, i) => i));
      expect(inLine(channel.senders)).to.equal(3);
      channel.check();
      for (let i = 0; i < capacity + 3; i++) expect(channel.tryRecv()?.value).to.equal(i);
      await Promise.all(all);
    });

    it('goes on when a receive took its value or made room for it, no sooner [CH-18] [T-040]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(-1);
      const first = form.start(sending, channel, 1);
      const second = form.start(sending, channel, 2);
      expect([await waits(first), await waits(second)]).to.deep.equal([true, true]);
      channel.tryRecv();
      expect([await waits(first), await waits(second)]).to.deep.equal([false, true]);
      expect(channel.length).to.equal(capacity);
      channel.tryRecv();
      expect(await waits(second)).to.equal(false);
    });

    it('sends what the value was at the call, and the thing itself [CH-19]', async () => {
      const channel = new Channel<{ n: number }>(capacity);
      const original = { n: 1 };
      function* body(): Body {
        for (let i = 0; i < capacity + 1; i++) {
          let value = original;
          const op = channel.send(value);
          value = { n: 2 };
          yield* on(op);
          expect(value.n).to.equal(2);
        }
      }
      const sender = form.start(body);
      await idle();
      original.n = 3;
      for (let i = 0; i < capacity + 1; i++) expect(channel.tryRecv()?.value).to.equal(original);
      await sender;
    });
  });

  it('does not let anybody else run if it can go ahead [CH-17]', async () => {
    const trace: string[] = [];
    const channel = new Channel<number>(2);
    const rendezvous = new Channel<number>();
    function* receiver(): Body {
      yield* on(rendezvous.recv());
      trace.push('received');
    }
    function* sender(): Body {
      yield* on(rendezvous.send(1));
      trace.push('handed over');
      yield* on(channel.send(1));
      yield* on(channel.send(2));
      trace.push('buffered');
    }
    await Promise.all([generators.start(receiver), generators.start(sender)]);
    expect(trace).to.deep.equal(['handed over', 'buffered', 'received']);
  });

  it('gives nothing [CH-20]', async () => {
    const channel = new Channel<number>(1);
    const waiting = [channel.send(1), channel.send(2)];
    channel.tryRecv();
    expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
  });
});
