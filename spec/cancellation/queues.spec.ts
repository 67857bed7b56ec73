import { expect } from 'chai';
import { Channel, select, WaitGroup } from 'millrace';
import type { Goroutine } from 'millrace';
import { lines } from '../goroutine/lines.ts';
import { failure, forms, idle, wait, type Form } from '../goroutine/script.ts';
import { empty, listeners } from './waits.ts';

/** Which of five are aborted. */
const subsets: Record<string, number[]> = {
  'the first': [0],
  'the last': [4],
  'one in the middle': [2],
  'all but the middle': [0, 1, 3, 4],
  'two neighbours': [2, 3],
  'the first two': [0, 1],
  everyone: [0, 1, 2, 3, 4],
};

function receivers(
  form: Form,
  channel: Channel<number>,
  signals: AbortSignal[],
): Goroutine<string>[] {
  return signals.map((signal) =>
    form.start(function* () {
      try {
        return `got ${(yield* wait(() => channel.recv({ signal }))).value}`;
      } catch (reason) {
        return String(reason);
      }
    }),
  );
}

describe('abort in a line of waiters', () => {
  for (const form of forms) {
    for (const [name, gone] of Object.entries(subsets)) {
      it(`leaves the others in their order: ${name}, ${form.name} form [CH-44]`, async () => {
        const channel = new Channel<number>();
        const controllers = Array.from({ length: 5 }, () => new AbortController());
        const all = receivers(
          form,
          channel,
          controllers.map((one) => one.signal),
        );
        await idle();
        for (const i of gone) controllers[i]?.abort(`aborted ${i}`);
        channel.check();
        const rest = [0, 1, 2, 3, 4].filter((i) => !gone.includes(i));
        expect(lines(channel)).to.deep.equal([rest.length, 0]);
        for (const i of rest) expect(channel.trySend(i)).to.equal(true);
        expect(channel.trySend(9)).to.equal(false);
        expect(await Promise.all(all)).to.deep.equal(
          [0, 1, 2, 3, 4].map((i) => (gone.includes(i) ? `aborted ${i}` : `got ${i}`)),
        );
      });

      it(`withdraws the values of senders: ${name}, ${form.name} form [CH-44]`, async () => {
        for (const capacity of [0, 2]) {
          const channel = new Channel<number>(capacity);
          for (let i = 0; i < capacity; i++) channel.trySend(-1);
          const controllers = Array.from({ length: 5 }, () => new AbortController());
          const all = controllers.map(({ signal }, i) =>
            form.start(function* () {
              try {
                yield* wait(() => channel.send(i, { signal }));
                return 'sent';
              } catch (reason) {
                return String(reason);
              }
            }),
          );
          await idle();
          for (const i of gone) controllers[i]?.abort('aborted');
          channel.check();
          const values: number[] = [];
          for (let got = channel.tryRecv(); got?.ok === true; got = channel.tryRecv()) {
            if (got.value >= 0) values.push(got.value);
          }
          expect(values).to.deep.equal([0, 1, 2, 3, 4].filter((i) => !gone.includes(i)));
          expect(await Promise.all(all)).to.deep.equal(
            [0, 1, 2, 3, 4].map((i) => (gone.includes(i) ? 'aborted' : 'sent')),
          );
        }
      });
    }

    it(`takes everyone under one signal out at once, ${form.name} form`, async () => {
      const controller = new AbortController();
      const [a, b] = [new Channel<number>(), new Channel<number>()];
      const group = new WaitGroup();
      group.add(1);
      const { signal } = controller;
      const stays = form.start(() => wait(() => a.recv()));
      const all = [
        () => a.recv({ signal }),
        () => b.send(1, { signal }),
        () => select([a, b.onSend(2)], { signal }),
        () => group.wait({ signal }),
      ].flatMap((make) => [1, 2, 3].map(() => failure(form.start(() => wait<unknown>(make)))));
      await idle();
      expect(listeners(signal), 'one for all of them').to.equal(1);
      controller.abort('all');
      expect(lines(a)).to.deep.equal([1, 0]);
      empty(b);
      group.check();
      expect(new Set(await Promise.all(all))).to.deep.equal(new Set(['all']));
      expect(a.trySend(1)).to.equal(true);
      expect((await stays).value).to.equal(1);
    });
  }

  it('by one of many signals leaves the operations under the others alone', async () => {
    const channel = new Channel<number>();
    const controllers = Array.from({ length: 3 }, () => new AbortController());
    const [form] = forms as [Form];
    const signals = [0, 1, 2, 0, 1, 2].map((i) => (controllers[i] as AbortController).signal);
    const all = receivers(form, channel, signals);
    await idle();
    controllers[1]?.abort('one');
    for (const n of [10, 11, 12, 13]) expect(channel.trySend(n)).to.equal(true);
    expect(channel.trySend(14)).to.equal(false);
    expect(await Promise.all(all)).to.deep.equal([
      'got 10',
      'one',
      'got 11',
      'got 12',
      'one',
      'got 13',
    ]);
    for (const { signal } of controllers) expect(listeners(signal)).to.equal(0);
  });
});

describe('a listener of the abort that turns to the channel', () => {
  for (const form of forms) {
    it(`before ours: what it sends arrives, and the abort comes too late, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      controller.signal.addEventListener('abort', () => {
        expect(channel.trySend(1)).to.equal(true);
        expect(channel.trySend(2)).to.equal(true);
        expect(channel.trySend(3)).to.equal(false);
      });
      const all = receivers(form, channel, [controller.signal, controller.signal]);
      await idle();
      controller.abort('too late');
      expect(await Promise.all(all)).to.deep.equal(['got 1', 'got 2']);
      expect(listeners(controller.signal)).to.equal(1);
    });

    it(`after ours: nobody is there to be served any more, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      const all = receivers(form, channel, [controller.signal, controller.signal]);
      await idle();
      const seen: unknown[] = [];
      controller.signal.addEventListener('abort', () => {
        seen.push(channel.trySend(1), channel.tryRecv(), ...lines(channel));
        channel.close();
      });
      controller.abort('aborted');
      expect(await Promise.all(all)).to.deep.equal(['aborted', 'aborted']);
      expect(seen).to.deep.equal([false, undefined, 0, 0]);
    });

    it(`closes it: waiters that the close has served keep what it gave, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      controller.signal.addEventListener('abort', () => channel.close());
      const all = receivers(form, channel, [controller.signal]);
      await idle();
      controller.abort('too late');
      expect(await Promise.all(all)).to.deep.equal(['got undefined']);
      empty(channel);
    });

    it(`waits again under the same signal: that fails at once, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      const again: Promise<unknown>[] = [];
      controller.signal.addEventListener('abort', () => {
        again.push(failure(channel.recv({ signal: controller.signal })));
      });
      const all = receivers(form, channel, [controller.signal]);
      await idle();
      controller.abort('aborted');
      expect(await Promise.all(all)).to.deep.equal(['aborted']);
      expect(await Promise.all(again)).to.deep.equal(['aborted']);
      empty(channel);
    });

    it(`aborts another signal: each withdraws its own, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const [one, two] = [new AbortController(), new AbortController()];
      one.signal.addEventListener('abort', () => two.abort('two'));
      const all = receivers(form, channel, [one.signal, two.signal, one.signal]);
      await idle();
      one.abort('one');
      expect(await Promise.all(all)).to.deep.equal(['one', 'two', 'one']);
      empty(channel);
    });
  }
});
