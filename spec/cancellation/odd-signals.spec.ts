import { expect } from 'chai';
import { Channel } from 'millrace';
import type { Signal } from 'millrace';

describe("a signal that is none of the host's", () => {
  it('may throw when it is listened to: the receive fails, and takes no value', async () => {
    const channel = new Channel<number>(1);
    const error = new Error('no listeners');
    const signal: Signal = {
      aborted: false,
      reason: undefined,
      addEventListener() {
        throw error;
      },
      removeEventListener() {},
    };
    const caught: unknown = await channel.recv({ signal }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(caught).to.equal(error);
    expect(channel.trySend(1)).to.equal(true);
    expect(channel.length).to.equal(1);
    channel.check();
  });

  it('may fire while it is listened to: the receive is taken back', async () => {
    const channel = new Channel<number>(1);
    const signal: Signal = {
      aborted: false,
      reason: 'at once',
      addEventListener(_type, listener) {
        listener.handleEvent(undefined as never);
      },
      removeEventListener() {},
    };
    const caught: unknown = await channel.recv({ signal }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(caught).to.equal('at once');
    expect(channel.trySend(1)).to.equal(true);
    expect(channel.length).to.equal(1);
    channel.check();
  });
});
