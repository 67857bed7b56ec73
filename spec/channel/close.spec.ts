import { expect } from 'chai';
import {
  Channel,
  CloseOfClosedError,
  CloseOfNilError,
  GoError,
  SendOnClosedError,
  trySelect,
} from 'millrace';
import {
  failure,
  generators,
  idle,
  inBothForms,
  inBothFormsOver,
  leavesNobodyBehind,
  on,
  receiving,
  sending,
  type Body,
} from './forms.ts';

const CLOSED = { value: undefined, ok: false, done: true };

describe('Channel: close', () => {
  leavesNobodyBehind();

  it('throws on the nil channel [CH-29]', () => {
    expect(() => Channel.nil().close()).to.throw(CloseOfNilError, /^close of nil channel$/);
    expect(Channel.nil<number>().trySend(1), 'still nil').to.equal(false);
  });

  it('throws the second time, and every time after [CH-30] [peers: channels 2]', () => {
    const channel = new Channel<number>(1);
    channel.trySend(1);
    channel.close();
    for (let i = 0; i < 3; i++) {
      expect(() => channel.close()).to.throw(CloseOfClosedError, /^close of closed channel$/);
    }
    expect(channel.tryRecv()).to.include({ value: 1, ok: true });
  });

  it('and what it makes fail throw errors that carry a code, and no prefix [CH-31]', async () => {
    const closed = new Channel<number>();
    closed.close();
    const sent = await failure(closed.send(1));
    const thrown = [sent];
    for (const act of [() => closed.close(), () => Channel.nil().close(), () => new Channel(-1)]) {
      try {
        act();
      } catch (error) {
        thrown.push(error);
      }
    }
    for (const error of thrown) {
      expect(error).to.be.an.instanceOf(GoError).and.to.be.an.instanceOf(Error);
      const { code, message, name } = error as GoError;
      expect(code).to.match(/^[A-Z_]+$/);
      expect(message).to.match(/^(send|close|makechan)/);
      expect(name).to.match(/Error$/);
    }
    expect(thrown.map((error) => (error as GoError).code)).to.deep.equal([
      'SEND_ON_CLOSED_CHANNEL',
      'CLOSE_OF_CLOSED_CHANNEL',
      'CLOSE_OF_NIL_CHANNEL',
      'MAKECHAN_SIZE_OUT_OF_RANGE',
    ]);
  });

  inBothFormsOver([0, 1, 2, 7], (form, capacity) => {
    it('leaves what is buffered to be received, then says closed for ever [CH-32] [peers: channels 2]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(i);
      channel.close();
      for (let i = 0; i < capacity; i++) {
        expect(await form.start(receiving, channel)).to.include({ value: i, ok: true });
      }
      for (let i = 0; i < 3; i++) {
        expect(await form.start(receiving, channel)).to.deep.equal(CLOSED);
        expect(channel.tryRecv()).to.deep.equal(CLOSED);
      }
    });

    it('wakes every receiver [CH-27, CH-33] [peers: channels 2]', async () => {
      const channel = new Channel<number>(capacity);
      const receivers = [1, 2, 3].map(() => form.start(receiving, channel));
      await idle();
      channel.close();
      expect(await Promise.all(receivers)).to.deep.equal([CLOSED, CLOSED, CLOSED]);
    });

    it('fails every waiting sender, whose value is lost [CH-34] [peers: channels 2]', async () => {
      const channel = new Channel<number>(capacity);
      for (let i = 0; i < capacity; i++) channel.trySend(i);
      const senders = [7, 8, 9].map((value) => failure(form.start(sending, channel, value)));
      await idle();
      channel.close();
      channel.check();
      for (const error of await Promise.all(senders)) {
        expect(error).to.be.an.instanceOf(SendOnClosedError);
      }
      for (let i = 0; i < capacity; i++) expect(channel.tryRecv()?.value).to.equal(i);
      expect(channel.tryRecv()).to.deep.equal(CLOSED);
    });

    it('makes sends fail, with room in the buffer or without [CH-14, CH-15] [peers: channels 3]', async () => {
      const channel = new Channel<number>(capacity);
      if (capacity > 1) channel.trySend(0);
      const { length } = channel;
      channel.close();
      const error = await failure(form.start(sending, channel, 1));
      expect(error).to.be.an.instanceOf(SendOnClosedError);
      expect((error as Error).message).to.equal('send on closed channel');
      expect(() => channel.trySend(2)).to.throw(SendOnClosedError);
      expect(() => trySelect({ send: channel.onSend(3) })).to.throw(SendOnClosedError);
      expect(channel.length).to.equal(length);
    });

    it('can be caught by the goroutine whose send it fails, which goes on [CH-31]', async () => {
      const channel = new Channel<number>(capacity);
      channel.close();
      function* body(): Body<string> {
        try {
          yield* on(channel.send(1));
          return 'sent';
        } catch (error) {
          return (error as Error).message;
        }
      }
      expect(await form.start(body)).to.equal('send on closed channel');
    });
  });

  inBothForms((form) => {
    it('wakes receivers in the reverse of their order [CH-35]', async () => {
      const channel = new Channel<number>();
      const woken: number[] = [];
      function* receiver(i: number): Body {
        yield* on(channel.recv());
        woken.push(i);
      }
      const all = [1, 2, 3, 4, 5].map((i) => form.start(receiver, i));
      await idle();
      channel.close();
      await Promise.all(all);
      expect(woken).to.deep.equal([5, 4, 3, 2, 1]);
    });

    it('wakes senders in the reverse of their order [CH-35]', async () => {
      const channel = new Channel<number>(1);
      channel.trySend(0);
      const woken: number[] = [];
      function* sender(i: number): Body {
        try {
          yield* on(channel.send(i));
        } catch {
          woken.push(i);
        }
      }
      const all = [1, 2, 3].map((i) => form.start(sender, i));
      await idle();
      channel.close();
      await Promise.all(all);
      expect(woken).to.deep.equal([3, 2, 1]);
    });
  });

  it('runs nobody: whoever it wakes runs later [CH-36]', async () => {
    const channel = new Channel<number>();
    const trace: string[] = [];
    function* receiver(): Body {
      yield* on(channel.recv());
      trace.push('woken');
    }
    function* closer(): Body {
      channel.close();
      trace.push('closed');
      yield* on(channel.recv());
      trace.push('still running');
    }
    await Promise.all([generators.start(receiver), generators.start(closer)]);
    expect(trace).to.deep.equal(['closed', 'still running', 'woken']);
  });

  it('cannot be undone: whatever is tried, it stays closed [CH-38]', async () => {
    const channel = new Channel<number>(1);
    channel.close();
    await failure(channel.send(1));
    expect(() => channel.trySend(1)).to.throw(SendOnClosedError);
    expect(() => channel.close()).to.throw(CloseOfClosedError);
    expect(await channel.recv()).to.deep.equal(CLOSED);
    expect(channel.tryRecv()).to.deep.equal(CLOSED);
    expect(channel.length).to.equal(0);
  });
});
