import { expect } from 'chai';
import { Channel, go, gosched, run, select, type SendOnClosedError } from 'millrace';
import { failure } from '../goroutine/script.ts';

const here = new URL(import.meta.url).pathname;

type Sender = (channel: Channel<number>) => unknown;

function* inner(channel: Channel<number>) {
  yield* channel.send(1);
}

/** Who waits to send until the channel is closed. */
const senders: Record<string, Sender> = {
  *sends(channel) {
    yield* channel.send(1);
  },
  async sendsAsync(channel) {
    await channel.send(1);
  },
  *selects(channel) {
    yield* select({ send: channel.onSend(1), never: new Channel() });
  },
  async selectsAsync(channel) {
    await select([channel.onSend(1)]);
  },
  *sendsInside(channel) {
    yield* inner(channel);
  },
};

function closer(channel: Channel<number>): void {
  channel.close();
}

/** The names and places in a stack, without those of the library. */
function placesIn(stack = ''): string[] {
  return stack.split('\n').filter((line) => line.includes(here));
}

function start(sender: Sender): Promise<SendOnClosedError> {
  return run(
    async () => {
      const channel = new Channel<number>();
      const goroutine = go(sender, channel);
      for (let i = 0; i < 5; i++) await gosched();
      closer(channel);
      return (await failure(goroutine)) as SendOnClosedError;
    },
    { sites },
  );
}

let sites = true;

describe('the error of a send that waited until the channel was closed', () => {
  beforeEach(() => (sites = true));

  for (const [name, sender] of Object.entries(senders)) {
    it(`shows where it waited, and its cause where that was closed: ${name}`, async () => {
      const error = await start(sender);
      expect(error.message).to.equal('send on closed channel');
      const stack = placesIn(error.stack);
      expect(stack[0]).to.match(name === 'sendsInside' ? /\binner\b/ : new RegExp(`\\b${name}\\b`));
      expect(stack.at(-1)).to.match(new RegExp(`\\b${name}\\b`));
      expect(error.stack).to.match(/^SendOnClosedError: send on closed channel\n/);
      expect(error.stack).not.to.include('closer');
      const cause = error.cause as Error;
      expect(cause.message).to.equal('closed here, while the send waited');
      expect(placesIn(cause.stack)[0]).to.include('closer');
    });

    it(`has only the stack of the close without sites: ${name}`, async () => {
      sites = false;
      const error = await start(sender);
      expect(error.cause).to.equal(undefined);
      expect(placesIn(error.stack)[0]).to.include('closer');
    });
  }

  it('is so for the first of a crowd; to tell it of all would take long', async () => {
    const errors = await run(async () => {
      const channel = new Channel<number>();
      const all = Array.from({ length: 1_000 }, () => go(senders['sends'] as Sender, channel));
      for (let i = 0; i < 5; i++) await gosched();
      closer(channel);
      return (await Promise.all(all.map(failure))) as SendOnClosedError[];
    });
    const told = errors.filter(({ cause }) => cause !== undefined);
    expect(told).to.have.length(50);
    expect(new Set(errors.map(({ message }) => message)).size).to.equal(1);
    // The next time it is told again.
    expect((await start(senders['sends'] as Sender)).cause).to.be.instanceOf(Error);
  });

  it('is as it was for who does not wait: the stack has it already', async () => {
    const error = await run(async () => {
      const channel = new Channel<number>();
      channel.close();
      return (await failure(go(senders['sends'] as Sender, channel))) as SendOnClosedError;
    });
    expect(error.cause).to.equal(undefined);
    expect(placesIn(error.stack)[0]).to.match(/\bsends\b/);
  });

  it('is as it was for who waits in no goroutine', async () => {
    const channel = new Channel<number>();
    const op = channel.send(1);
    const error = await run(async () => {
      closer(channel);
      return (await failure(op)) as SendOnClosedError;
    });
    expect(error.cause).to.equal(undefined);
  });
});
