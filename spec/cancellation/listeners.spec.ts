import { expect } from 'chai';
import { Channel, go, select, sleep, until } from 'millrace';
import type { Op } from 'millrace';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { listeners } from './waits.ts';

/** A turn of a loop under one long-lived signal, as servers have it. */
const turns: Record<string, (signal: AbortSignal) => { op: Op<unknown>; serve: () => void }> = {
  'a receive that waits': (signal) => {
    const channel = new Channel<number>();
    return { op: channel.recv({ signal }), serve: () => void channel.trySend(1) };
  },
  'a send that waits': (signal) => {
    const channel = new Channel<number>();
    return { op: channel.send(1, { signal }), serve: () => void channel.tryRecv() };
  },
  'a receive that is closed': (signal) => {
    const channel = new Channel<number>();
    return { op: channel.recv({ signal }), serve: () => channel.close() };
  },
  'a send that is closed': (signal) => {
    const channel = new Channel<number>();
    return { op: channel.send(1, { signal }), serve: () => channel.close() };
  },
  'a select': (signal) => {
    const [a, b] = [new Channel<number>(), new Channel<number>()];
    return { op: select([a, b], { signal }), serve: () => void b.trySend(1) };
  },
  'what is ready at once': (signal) => {
    const channel = new Channel<number>(1);
    return { op: channel.send(1, { signal }), serve: () => {} };
  },
  'a sleep': (signal) => ({ op: sleep(0, { signal }), serve: () => {} }),
  'a promise': (signal) => ({ op: until(Promise.resolve(), { signal }), serve: () => {} }),
};

describe('a signal that outlives its operations', () => {
  for (const form of forms) {
    for (const [name, turn] of Object.entries(turns)) {
      it(`keeps no listener for ${name}, ${form.name} form [peers: cancellation 2]`, async () => {
        const { signal } = new AbortController();
        let most = 0;
        await form.start(function* () {
          for (let i = 0; i < 300; i++) {
            const { op, serve } = turn(signal);
            most = Math.max(most, listeners(signal));
            serve();
            try {
              yield* wait(() => op);
            } catch {
              // A closed send is an end as well.
            }
            expect(listeners(signal)).to.equal(0);
          }
        });
        expect(most).to.be.at.most(1);
      });
    }
  }

  it('has one listener for ten thousand waiters, and none when they have left', async () => {
    const { signal } = new AbortController();
    const channel = new Channel<number>();
    const all = Array.from({ length: 10_000 }, () =>
      go(function* () {
        yield* channel.recv({ signal });
      }),
    );
    await idle();
    expect(lines(channel)).to.deep.equal([10_000, 0]);
    expect(listeners(signal)).to.equal(1);
    for (let i = 0; i < 9_999; i++) channel.trySend(i);
    expect(listeners(signal)).to.equal(1);
    channel.trySend(9_999);
    expect(listeners(signal)).to.equal(0);
    await Promise.all(all);
  });

  it('is listened to again by the next one', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const channel = new Channel<number>();
    for (let i = 0; i < 3; i++) {
      const op = channel.recv({ signal });
      expect(listeners(signal)).to.equal(1);
      channel.trySend(i);
      await op;
      expect(listeners(signal)).to.equal(0);
    }
    const last = failure(channel.recv({ signal }));
    controller.abort('done');
    expect(await last).to.equal('done');
  });

  it('loses no listener of anybody else', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let heard = 0;
    signal.addEventListener('abort', () => heard++);
    const channel = new Channel<number>();
    const op = channel.recv({ signal });
    channel.trySend(1);
    await op;
    const waiting = failure(channel.recv({ signal }));
    controller.abort('done');
    await waiting;
    expect(heard).to.equal(1);
  });
});
