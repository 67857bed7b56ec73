import { expect } from 'chai';
import { Channel, type Receiver, type Sender } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, sending, type Body } from './forms.ts';

describe('Channel: identity and ends', () => {
  leavesNobodyBehind();

  it('is equal to itself alone, and may be a key [CH-55]', () => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    const map = new Map<unknown, string>([
      [a, 'a'],
      [b, 'b'],
    ]);
    expect([map.get(a), map.get(b)]).to.deep.equal(['a', 'b']);
    expect(a).to.not.equal(b);
  });

  it('is nil once: two nil channels are equal [CH-55]', () => {
    expect(Channel.nil<number>()).to.equal(Channel.nil<string>());
    expect(Channel.nil()).to.not.equal(new Channel());
  });

  it('is the same thing seen from either end [CH-51, CH-55]', () => {
    const channel = new Channel<number>(1);
    const sender: Sender<number> = channel;
    const receiver: Receiver<number> = channel;
    expect(sender).to.equal(channel);
    expect(receiver).to.equal(sender);
    sender.trySend(1);
    expect(receiver.length).to.equal(1);
    expect(receiver.tryRecv()?.value).to.equal(1);
  });

  it('is looped over from the end that receives, not from the one that sends [CH-50]', async () => {
    const channel = new Channel<number>(1);
    const sender: Sender<number> = channel;
    const receiver: Receiver<number> = channel;
    sender.trySend(1);
    sender.close();
    const got: number[] = [];
    for await (const value of receiver) got.push(value);
    // @ts-expect-error -- a sender is no iterable; what runs is the channel, which has nothing left
    for await (const value of sender) got.push(value);
    expect(got).to.deep.equal([1]);
  });

  inBothForms((form) => {
    it('works the same through ends that only send or only receive [CH-51]', async () => {
      const channel = new Channel<number>(1);
      function* produce(to: Sender<number>): Body {
        for (let i = 1; i <= 4; i++) yield* on(to.send(i));
        to.close();
      }
      function* consume(from: Receiver<number>): Body<number> {
        let sum = 0;
        for (let got; (got = yield* on(from.recv())).ok;) sum += got.value;
        return sum;
      }
      const producing = form.start(produce, channel);
      expect(await form.start(consume, channel)).to.equal(10);
      await producing;
    });

    it('counts and meets for values without content as for any other [CH-56] [T-019]', async () => {
      const signals = new Channel<void>(2);
      await form.start(sending, signals, undefined);
      await form.start(sending, signals, undefined);
      expect(signals.trySend()).to.equal(false);
      expect(signals.length).to.equal(2);
      const meeting = new Channel<undefined>();
      const sender = form.start(sending, meeting, undefined);
      await idle();
      expect(meeting.trySend(undefined)).to.equal(false);
      expect(meeting.tryRecv()).to.deep.equal({ value: undefined, ok: true, done: false });
      await sender;
    });
  });
});
