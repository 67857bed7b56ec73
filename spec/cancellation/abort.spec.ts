import { expect } from 'chai';
import { Channel, gosched } from 'millrace';
import type { Op } from 'millrace';
import { hostErrors } from '../goroutine/host-errors.ts';
import { failure, forms, idle, wait } from '../goroutine/script.ts';
import { empty, endless, listeners, waits } from './waits.ts';

describe('abort', () => {
  for (const form of forms) {
    for (const [name, wanted] of Object.entries(waits)) {
      describe(`of ${name}, in a goroutine of ${form.name} form`, () => {
        it('before it is made: it fails with the reason and has done nothing', async () => {
          const { make, serve, clean } = wanted();
          const reason = new Error('aborted before');
          const signal = AbortSignal.abort(reason);
          const started = form.start(function* () {
            yield* wait(() => make(signal));
          });
          expect(await failure(started)).to.equal(reason);
          clean();
          expect(listeners(signal)).to.equal(0);
          expect(await serve()).to.equal(false);
        });

        it('while it waits: it leaves its line and steals nothing [peers: cancellation 1]', async () => {
          const { make, serve, clean } = wanted();
          const reason = new Error('aborted while');
          const controller = new AbortController();
          const started = form.start(function* () {
            yield* wait(() => make(controller.signal));
          });
          await idle();
          expect(listeners(controller.signal)).to.equal(1);
          controller.abort(reason);
          clean();
          expect(listeners(controller.signal)).to.equal(0);
          // In the very tick of the abort, before anyone was resumed.
          const served = serve();
          expect(await failure(started)).to.equal(reason);
          expect(await served).to.equal(false);
        });

        it('after it was served: the result stays, in the same tick, too [peers: cancellation 1]', async () => {
          for (const later of [false, true]) {
            const { make, serve, gives, clean } = wanted();
            const controller = new AbortController();
            const started = form.start(function* () {
              return yield* wait(() => make(controller.signal));
            });
            await idle();
            expect(await serve()).to.equal(true);
            if (later) await started;
            controller.abort(new Error('too late'));
            const given = await started;
            if (gives !== undefined) expect(given).to.deep.equal(gives);
            clean();
            expect(listeners(controller.signal)).to.equal(0);
          }
        });

        it('between the call and the wait for it: withdrawn at once', async () => {
          const { make, serve, clean } = wanted();
          const controller = new AbortController();
          const started = form.start(function* () {
            const op = make(controller.signal);
            controller.abort('at once');
            clean();
            yield* wait(() => gosched());
            yield* wait(() => op);
          });
          expect(await failure(started)).to.equal('at once');
          expect(await serve()).to.equal(false);
        });

        it('that never comes leaves no listener behind [peers: cancellation 2]', async () => {
          const { make, serve } = wanted();
          const controller = new AbortController();
          const started = form.start(function* () {
            yield* wait(() => make(controller.signal));
          });
          await idle();
          expect(await serve()).to.equal(true);
          await started;
          expect(listeners(controller.signal)).to.equal(0);
        });
      });
    }

    for (const [name, make] of Object.entries(endless)) {
      it(`ends what nothing else can end: ${name}, ${form.name} form`, async () => {
        const controller = new AbortController();
        const started = form.start(function* () {
          yield* wait(() => make(controller.signal));
        });
        await idle();
        expect(listeners(controller.signal)).to.equal(1);
        controller.abort('enough');
        expect(await failure(started)).to.equal('enough');
        expect(listeners(controller.signal)).to.equal(0);
        expect(await failure(form.start(() => wait(() => make(controller.signal))))).to.equal(
          'enough',
        );
      });
    }

    it(`lets a goroutine of ${form.name} form catch it and go on`, async () => {
      const channel = new Channel<number>();
      const started = form.start(function* () {
        const seen: unknown[] = [];
        for (let i = 0; i < 3; i++) {
          const controller = new AbortController();
          setImmediate(() => controller.abort(i));
          try {
            yield* wait(() => channel.recv({ signal: controller.signal }));
          } catch (error) {
            seen.push(error);
          }
        }
        return [...seen, (yield* wait(() => channel.recv())).value];
      });
      await idle();
      await channel.send(7);
      expect(await started).to.deep.equal([0, 1, 2, 7]);
    });

    it(`fails everyone who waits for the operation, ${form.name} form`, async () => {
      const channel = new Channel<number>();
      const controller = new AbortController();
      let op: Op<unknown> | undefined;
      const errors = [1, 2, 3].map(() =>
        failure(
          form.start(function* () {
            op ??= channel.recv({ signal: controller.signal });
            yield* wait(() => op as Op<unknown>);
          }),
        ),
      );
      await idle();
      controller.abort('all');
      expect(await Promise.all(errors)).to.deep.equal(['all', 'all', 'all']);
    });
  }

  for (const [name, make] of Object.entries({
    'the default reason': () => AbortSignal.abort(),
    undefined: () => AbortSignal.abort(undefined),
  })) {
    it(`without a reason gives the host's AbortError: ${name}`, async () => {
      const error = await failure(new Channel<number>().recv({ signal: make() }));
      expect((error as Error).name).to.equal('AbortError');
    });
  }

  for (const reason of [null, 0, '', false]) {
    it(`gives the reason as it is: ${JSON.stringify(reason)}`, async () => {
      const controller = new AbortController();
      const op = new Channel<number>().recv({ signal: controller.signal });
      controller.abort(reason);
      expect(await failure(op)).to.equal(reason);
    });
  }

  it('works with AbortSignal.any and AbortSignal.timeout', async () => {
    const controller = new AbortController();
    const channel = new Channel<number>();
    const any = AbortSignal.any([controller.signal, new AbortController().signal]);
    const first = failure(channel.recv({ signal: any }));
    await idle();
    controller.abort('any');
    expect(await first).to.equal('any');
    const second = failure(channel.recv({ signal: AbortSignal.timeout(1) }));
    expect(((await second) as Error).name).to.equal('TimeoutError');
    empty(channel);
  });

  it('of an operation that nobody looks at is an unhandled rejection, once', async () => {
    const controller = new AbortController();
    const heard = await hostErrors(() => {
      void new Channel<number>().recv({ signal: controller.signal });
      controller.abort('nobody looks');
    });
    expect(heard).to.deep.equal({ rejections: ['nobody looks'], exceptions: [] });
  });

  it('makes no rejected promise beside the one that is awaited', async () => {
    const { reject } = Promise;
    const controller = new AbortController();
    const waiting = new Channel<number>().recv({ signal: controller.signal });
    const outcome = failure(waiting);
    await idle();
    let made = 0;
    Promise.reject = <T>(reason: unknown): Promise<T> => {
      made++;
      return reject.call(Promise, reason) as Promise<T>;
    };
    try {
      controller.abort('gone');
      expect(await outcome).to.equal('gone');
    } finally {
      Promise.reject = reject;
    }
    expect(made).to.equal(0);
  });

  it('takes undefined for no signal', async () => {
    const channel = new Channel<number>(1);
    await channel.send(1, { signal: undefined });
    expect((await channel.recv({ signal: undefined })).value).to.equal(1);
    expect((await channel.send(1, {})) === undefined).to.equal(true);
  });
});
