/** The element type and the directions of a channel: what Go's compiler refuses, ours does. */
import {
  after,
  Channel,
  type Arm,
  type Op,
  type Received,
  type Receiver,
  type Sender,
} from 'millrace';
import { describe, expect, it } from 'tstyche';

interface Animal {
  name: string;
}
interface Dog extends Animal {
  bark(): void;
}

declare const dogs: Channel<Dog>;
declare const sender: Sender<Dog>;
declare const receiver: Receiver<Dog>;

describe('Channel', () => {
  it('is invariant in its element [CH-53]', () => {
    expect<Channel<Dog>>().type.not.toBeAssignableTo<Channel<Animal>>();
    expect<Channel<Animal>>().type.not.toBeAssignableTo<Channel<Dog>>();
    expect<Channel<1>>().type.not.toBeAssignableTo<Channel<number>>();
    expect<Channel<number>>().type.not.toBeAssignableTo<Channel<1>>();
    expect<Channel<Dog>>().type.toBeAssignableTo<Channel<Dog>>();
  });

  it('is a sender and a receiver of its element, and neither is a channel [CH-51, CH-52]', () => {
    expect<Channel<Dog>>().type.toBeAssignableTo<Sender<Dog>>();
    expect<Channel<Dog>>().type.toBeAssignableTo<Receiver<Dog>>();
    expect<Sender<Dog>>().type.not.toBeAssignableTo<Channel<Dog>>();
    expect<Receiver<Dog>>().type.not.toBeAssignableTo<Channel<Dog>>();
    expect<Sender<Dog>>().type.not.toBeAssignableTo<Receiver<Dog>>();
    expect<Receiver<Dog>>().type.not.toBeAssignableTo<Sender<Dog>>();
  });

  it('may be narrowed in its element together with its direction', () => {
    expect<Channel<Dog>>().type.toBeAssignableTo<Receiver<Animal>>();
    expect<Channel<Animal>>().type.not.toBeAssignableTo<Receiver<Dog>>();
    expect<Channel<Animal>>().type.toBeAssignableTo<Sender<Dog>>();
    expect<Channel<Dog>>().type.not.toBeAssignableTo<Sender<Animal>>();
  });

  it('sends its element, and what a subtype of it is [CH-20]', () => {
    expect<Channel<Animal>['send']>().type.toBeCallableWith({} as Dog);
    expect(dogs.send).type.not.toBeCallableWith({} as Animal);
    expect(dogs.trySend).type.not.toBeCallableWith({} as Animal);
    expect(dogs.onSend).type.not.toBeCallableWith({} as Animal);
    expect(dogs.send).type.not.toBeCallableWith();
    expect(dogs.send({} as Dog)).type.toBe<Op<void>>();
    expect(dogs.trySend({} as Dog)).type.toBe<boolean>();
    expect(dogs.onSend({} as Dog)).type.toBe<Arm<void>>();
  });

  it('receives a union that `ok` and `done` tell apart [CH-24]', async () => {
    expect(dogs.recv()).type.toBe<Op<Received<Dog>>>();
    expect(dogs.tryRecv()).type.toBe<Received<Dog> | undefined>();
    const got = await dogs.recv();
    expect(got.value).type.toBe<Dog | undefined>();
    if (got.ok) expect(got.value).type.toBe<Dog>();
    else expect(got.value).type.toBe<undefined>();
    const { value, ok } = got;
    if (ok) expect(value).type.toBe<Dog>();
    if (!got.done) expect(got.value).type.toBe<Dog>();
    expect<Received<Dog>>().type.toBeAssignableTo<IteratorResult<Dog, undefined>>();
  });

  it('gives its elements to a loop [CH-46]', async () => {
    for await (const dog of dogs) expect(dog).type.toBe<Dog>();
    for await (const dog of receiver) expect(dog).type.toBe<Dog>();
    // @ts-expect-error must have a '[Symbol.asyncIterator]()' method
    for await (const dog of sender) void dog;
    // @ts-expect-error must have a '[Symbol.iterator]()' method
    for (const dog of dogs) void dog;
  });

  it('has a length and a capacity that nobody sets, from either end [CH-09, CH-52]', () => {
    expect(dogs.length).type.toBe<number>();
    expect(sender.capacity).type.toBe<number>();
    expect(receiver.length).type.toBe<number>();
    // @ts-expect-error it is a read-only property
    dogs.capacity = 1;
    // @ts-expect-error it is a read-only property
    dogs.length = 1;
  });

  it('is made with a capacity and a name, and with nothing else', () => {
    expect(Channel).type.toBeConstructableWith(1, { name: 'jobs' });
    expect(Channel).type.not.toBeConstructableWith('1');
    expect(Channel).type.not.toBeConstructableWith(1, { nam: 'jobs' });
    expect(Channel.nil<Dog>()).type.toBe<Channel<Dog>>();
  });

  it('hides the parts that only the library needs', () => {
    expect<keyof Receiver<Dog>>().type.toBe<
      'recv' | 'tryRecv' | 'length' | 'capacity' | typeof Symbol.asyncIterator
    >();
    expect<keyof Sender<Dog>>().type.toBe<
      'send' | 'trySend' | 'onSend' | 'close' | 'length' | 'capacity'
    >();
  });
});

describe('Sender', () => {
  it('is contravariant in its element', () => {
    expect<Sender<Animal>>().type.toBeAssignableTo<Sender<Dog>>();
    expect<Sender<Dog>>().type.not.toBeAssignableTo<Sender<Animal>>();
  });

  it('does not receive [CH-52]', () => {
    expect<Sender<Dog>>().type.not.toHaveProperty('recv');
    expect<Sender<Dog>>().type.not.toHaveProperty('tryRecv');
    expect<Sender<Dog>>().type.toHaveProperty('close');
    expect(sender.send).type.not.toBeCallableWith({} as Animal);
  });
});

describe('Receiver', () => {
  it('is covariant in its element', () => {
    expect<Receiver<Dog>>().type.toBeAssignableTo<Receiver<Animal>>();
    expect<Receiver<Animal>>().type.not.toBeAssignableTo<Receiver<Dog>>();
  });

  it('neither sends nor closes [CH-39, CH-52]', () => {
    expect<Receiver<Dog>>().type.not.toHaveProperty('send');
    expect<Receiver<Dog>>().type.not.toHaveProperty('trySend');
    expect<Receiver<Dog>>().type.not.toHaveProperty('onSend');
    expect<Receiver<Dog>>().type.not.toHaveProperty('close');
  });

  it('is what a timer gives', () => {
    expect(after(1)).type.toBe<Receiver<number>>();
  });
});

describe('a channel of channels', () => {
  it('keeps the directions apart [CH-54]', async () => {
    const replies = new Channel<Sender<number>>();
    expect(replies.send).type.toBeCallableWith(new Channel<number>());
    expect(replies.send).type.not.toBeCallableWith({} as Receiver<number>);
    const got = await replies.recv();
    if (got.ok) expect(got.value).type.toBe<Sender<number>>();
    expect<Sender<Channel<number>>>().type.not.toBeAssignableTo<Sender<Sender<number>>>();
    expect<Sender<Sender<number>>>().type.toBeAssignableTo<Sender<Channel<number>>>();
  });
});

describe('a generic function over channels [CH-57]', () => {
  async function* values<T>(from: Receiver<T>): AsyncGenerator<T> {
    for await (const value of from) yield value;
  }
  async function copy<T>(from: Receiver<T>, to: Sender<T>): Promise<void> {
    for await (const value of from) await to.send(value);
  }
  async function relay<T>(between: Channel<T>): Promise<T | undefined> {
    const { value } = await between.recv();
    if (value !== undefined) await between.send(value);
    return value;
  }

  it('takes the element from what it is given', async () => {
    expect(values(dogs)).type.toBe<AsyncGenerator<Dog>>();
    expect(await relay(dogs)).type.toBe<Dog | undefined>();
    expect(copy).type.toBeCallableWith(dogs, {} as Sender<Animal>);
    expect(copy<Animal>).type.not.toBeCallableWith({} as Receiver<Animal>, dogs);
  });

  it('sends nothing else than its element', () => {
    async function wrong<T>(to: Sender<T>, from: Receiver<T>): Promise<void> {
      // @ts-expect-error Argument of type 'string' is not assignable
      await to.send('text');
      // @ts-expect-error Argument of type 'T | undefined' is not assignable
      await to.send((await from.recv()).value);
    }
    expect(wrong).type.toBeCallableWith(dogs, dogs);
  });
});
