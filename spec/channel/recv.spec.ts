import { expect } from 'chai';
import { Channel, type Received } from 'millrace';
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

describe('Channel: recv', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    it('waits for ever on the nil channel, and tryRecv says that it would [CH-21]', async () => {
      const stop = new AbortController();
      const nil = Channel.nil<number>();
      expect(nil.tryRecv()).to.equal(undefined);
      function* body(): Body {
        yield* on(nil.recv({ signal: stop.signal }));
      }
      const receiver = form.start(body).catch((error: unknown) => error);
      await idle();
      expect(nil.trySend(1)).to.equal(false);
      nil.check();
      stop.abort('enough');
      expect(await receiver).to.equal('enough');
    });

    it('takes the value of the sender that has waited longest [CH-22] [peers: channels 1]', async () => {
      const channel = new Channel<number>();
      const senders = [1, 2, 3].map((value) => form.start(sending, channel, value));
      await idle();
      const got = [];
      for (let i = 0; i < 3; i++) got.push(await form.start(receiving, channel));
      expect(got).to.deep.equal([1, 2, 3].map((value) => ({ value, ok: true, done: false })));
      await Promise.all(senders);
    });

    it('waits at the end of the line when there is nothing to take [CH-22]', async () => {
      const channel = new Channel<number>(1);
      const receivers = [0, 1, 2].map(() => form.start(receiving, channel));
      await idle();
      expect(inLine(channel.receivers)).to.equal(3);
      for (const value of [1, 2, 3]) channel.trySend(value);
      const got = await Promise.all(receivers);
      expect(got.map((one) => one.value)).to.deep.equal([1, 2, 3]);
    });

    it('lets any number wait at once, each for a value of its own [peers: channels 6]', async () => {
      const channel = new Channel<number>();
      const receivers = Array.from({ length: 50 }, () => form.start(receiving, channel));
      await idle();
      for (let i = 0; i < 50; i++) await channel.send(i);
      const got = await Promise.all(receivers);
      expect(got.map((one) => one.value)).to.deep.equal(Array.from({ length: 50 }, (_, i) => i));
    });

    it('gives a channel that came over a channel, and receives from that [CH-26]', async () => {
      const channels = new Channel<Channel<number>>(1);
      const numbers = new Channel<number>(1);
      channels.trySend(numbers);
      numbers.trySend(42);
      function* body(): Body<number | undefined> {
        const { value: channel } = yield* on(channels.recv());
        return channel === undefined ? undefined : (yield* on(channel.recv())).value;
      }
      expect(await form.start(body)).to.equal(42);
    });

    it('takes the value even if the result is thrown away [CH-26]', async () => {
      const channel = new Channel<number>(2);
      channel.trySend(1);
      channel.trySend(2);
      function* body(): Body {
        void channel.recv();
        yield* on(channel.recv());
      }
      await form.start(body);
      expect(channel.length).to.equal(0);
    });
  });

  inBothFormsOver([1, 2, 7], (form, capacity) => {
    it('takes the head and lets the longest-waiting sender fill the tail in one step [CH-22, CH-23]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(i);
      const senders = [0, 1, 2].map((i) => form.start(sending, channel, capacity + i));
      await idle();
      for (let i = 0; i < 3; i++) {
        expect(channel.tryRecv()?.value).to.equal(i);
        expect(channel.length, 'length').to.equal(capacity);
        expect(channel.trySend(-1), 'a newcomer finds it full').to.equal(false);
        channel.check();
      }
      for (let i = 3; i < capacity + 3; i++) expect(channel.tryRecv()?.value).to.equal(i);
      expect(channel.tryRecv()).to.equal(undefined);
      await Promise.all(senders);
    });
  });

  inBothFormsOver([0, 1, 2, 7], (form, capacity) => {
    it('says ok for whatever was sent, and only for that [CH-24] [T-040]', async () => {
      const channel = new Channel<number | undefined>(capacity);
      function* body(): Body {
        for (const value of [0, undefined, NaN]) yield* on(channel.send(value));
        channel.close();
      }
      const sender = form.start(body);
      const got: Received<number | undefined>[] = [];
      for (let i = 0; i < 5; i++) got.push(await form.start(receiving, channel));
      await sender;
      const closed = { value: undefined, ok: false, done: true };
      expect(got).to.deep.equal([
        { value: 0, ok: true, done: false },
        { value: undefined, ok: true, done: false },
        { value: NaN, ok: true, done: false },
        closed,
        closed,
      ]);
    });

    it('waits while nobody has sent, and no longer [CH-22]', async () => {
      const channel = new Channel<number>(capacity);
      const receiver = form.start(receiving, channel);
      expect(await waits(receiver)).to.equal(true);
      channel.trySend(1);
      expect(await waits(receiver)).to.equal(false);
    });
  });

  it('does not let anybody else run if it can go ahead [CH-25]', async () => {
    const trace: string[] = [];
    const channel = new Channel<number>(1);
    function* sender(): Body {
      for (const i of [1, 2, 3]) yield* on(channel.send(i));
      trace.push('sent all');
    }
    function* receiver(): Body {
      for (const i of [1, 2, 3]) {
        expect((yield* on(channel.recv())).value).to.equal(i);
        trace.push(`received ${i}`);
      }
    }
    await Promise.all([generators.start(sender), generators.start(receiver)]);
    // The sender waits with 2 in its hands; both values are there when the receiver runs, and it
    // takes them without a pause. Only the third makes it wait.
    expect(trace).to.deep.equal(['received 1', 'received 2', 'sent all', 'received 3']);
  });
});
