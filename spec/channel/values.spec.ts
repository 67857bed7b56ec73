import { expect } from 'chai';
import { Channel, go, select, trySelect } from 'millrace';
import {
  idle,
  inBothFormsOver,
  leavesNobodyBehind,
  receiving,
  sending,
  type Body,
} from './forms.ts';

/** What a library that awaits, compares or clones values on the way would change or hang on. */
const values: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  false: false,
  zero: 0,
  'minus zero': -0,
  NaN: NaN,
  'an empty string': '',
  'a bigint': 0n,
  'a symbol': Symbol('s'),
  'a function': () => expect.fail('called'),
  'a class': class Thing {},
  'a generator': (function* () {})(),
  'a generator function': function* () {},
  'an error': new Error('not thrown'),
  'a frozen object': Object.freeze({ a: 1 }),
  'an object without prototype': Object.create(null),
  'a promise': Promise.resolve('inside'),
  'a promise that never settles': new Promise(() => {}),
  'a rejected promise': rejected(),
  // oxlint-disable-next-line unicorn/no-thenable -- the point is that nobody calls it
  'a thenable': { then: () => expect.fail('then was called') },
  'an object whose then throws': thrower(),
  'an iterator result': { value: 1, done: true },
  'what a receive gives': { value: undefined, ok: false, done: true },
  'a channel': new Channel<unknown>(3),
  'the nil channel': Channel.nil(),
  'a closed channel': closed(),
  'an operation': closed().recv(),
};

describe('Channel: values', () => {
  leavesNobodyBehind();

  inBothFormsOver([0, 1, 2], (form, capacity) => {
    for (const [name, value] of Object.entries(values)) {
      it(`carries ${name} untouched [CH-20, CH-24] [peers: channels 4]`, async () => {
        const channel = new Channel<unknown>(capacity);

        const waiting = form.start(receiving, channel);
        await idle();
        await form.start(sending, channel, value);
        same(await waiting, value);

        const senders = [1, 2, 3].map(() => form.start(sending, channel, value));
        await idle();
        for (let i = 0; i < 3; i++) same(await form.start(receiving, channel), value);
        await Promise.all(senders);

        const selecting = form.start(selectOne, channel, value);
        await idle();
        same(channel.tryRecv(), value);
        expect(await selecting).to.deep.equal({ key: 'send', value: undefined, ok: true });

        const sending2 = form.start(sending, channel, value);
        await idle();
        same(trySelect({ channel }), value);
        await sending2;
      });
    }
  });

  for (const [name, value] of Object.entries(values)) {
    it(`gives ${name} to a loop as it is [CH-20, CH-46] [peers: channels 4]`, async () => {
      const channel = new Channel<unknown>(2);
      channel.trySend(value);
      channel.trySend(value);
      channel.close();
      let count = 0;
      for await (const got of channel) {
        expect(Object.is(got, value)).to.equal(true);
        count++;
      }
      expect(count).to.equal(2);
    });
  }

  it('does not join a goroutine that is sent, or swallow how it ends [CH-20]', async () => {
    const channel = new Channel<unknown>(1);
    const sent = go(async () => 7);
    await channel.send(sent);
    const { value } = await channel.recv();
    expect(value).to.equal(sent);
    expect(await sent).to.equal(7);
  });
});

function same(got: { value?: unknown; ok?: boolean } | undefined, value: unknown): void {
  expect(got?.ok).to.equal(true);
  expect(Object.is(got?.value, value), 'the very value').to.equal(true);
}

function* selectOne(channel: Channel<unknown>, value: unknown): Body<unknown> {
  if (channel.capacity > 0) while (channel.trySend(value));
  const selected = yield select({ send: channel.onSend(value) });
  while (channel.tryRecv() !== undefined);
  return selected;
}

function rejected(): Promise<never> {
  const promise = Promise.reject(new Error('only a value'));
  promise.catch(() => {});
  return promise;
}

function closed(): Channel<number> {
  const channel = new Channel<number>();
  channel.close();
  return channel;
}

function thrower(): unknown {
  // oxlint-disable-next-line unicorn/no-thenable -- the point is that nobody reads it
  return Object.defineProperty({}, 'then', {
    get: () => {
      throw new Error('then was read');
    },
  });
}
