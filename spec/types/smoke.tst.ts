import { Channel, type Receiver, type Sender } from 'millrace';
import { describe, expect, it } from 'tstyche';

describe('Channel', () => {
  it('is a Sender and a Receiver of its element', () => {
    expect<Channel<number>>().type.toBeAssignableTo<Sender<number>>();
    expect<Channel<number>>().type.toBeAssignableTo<Receiver<number>>();
    expect<Channel<number>>().type.not.toBeAssignableTo<Sender<string>>();
  });

  it('sends only its element', () => {
    const channel = new Channel<number>(1);
    expect(channel.send).type.toBeCallableWith(1);
    expect(channel.send).type.not.toBeCallableWith('1');
  });
});
