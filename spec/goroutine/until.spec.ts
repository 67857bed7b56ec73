import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { go, until } from 'millrace';
import type { Op } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { hostErrors } from './host-errors.ts';
import { failure, forms, idle, wait } from './script.ts';

describe('until', () => {
  for (const form of forms) {
    describe(`in a goroutine of ${form.name} form`, () => {
      it('gives what a promise, a thenable or a plain value gives', async () => {
        // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
        const thenable = { then: (resolve: (n: number) => void) => resolve(2) };
        const values = form.start(function* () {
          return [
            yield* wait(() => until(Promise.resolve(1))),
            yield* wait(() => until(thenable as PromiseLike<number>)),
            yield* wait(() => until(3)),
          ];
        });
        expect(await values).to.deep.equal([1, 2, 3]);
      });

      it('throws what the promise fails with, where it can be caught', async () => {
        const error = new Error('foreign');
        const caught = form.start(function* () {
          try {
            yield* wait(() => until(Promise.reject(error)));
          } catch (thrown) {
            return thrown;
          }
          return undefined;
        });
        expect(await caught).to.equal(error);
      });

      it('stops waiting at an abort and leaves the promise alone', async () => {
        const controller = new AbortController();
        const reason = new Error('no time');
        let settle = (): void => {};
        const promise = new Promise<void>((resolve) => (settle = resolve));
        const started = form.start(function* () {
          yield* wait(() => until(promise, { signal: controller.signal }));
        });
        await idle();
        controller.abort(reason);
        expect(await failure(started)).to.equal(reason);
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
        settle();
        await promise;
      });

      it('says nothing of a promise that fails after the abort', async () => {
        const controller = new AbortController();
        const heard = await hostErrors(async () => {
          let fail: (error: Error) => void = () => {};
          const promise = new Promise<void>((_, reject) => (fail = reject));
          const started = form.start(function* () {
            yield* wait(() => until(promise, { signal: controller.signal }));
          });
          await idle();
          controller.abort();
          await failure(started);
          fail(new Error('too late'));
          await idle();
        });
        expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
      });

      it('delivers a result that came before the abort', async () => {
        const controller = new AbortController();
        const started = form.start(function* () {
          const op = until(Promise.resolve(7), { signal: controller.signal });
          yield* wait(() => until(Promise.resolve().then(() => Promise.resolve())));
          controller.abort();
          return yield* wait(() => op);
        });
        expect(await started).to.equal(7);
        expect(getEventListeners(controller.signal, 'abort')).to.have.length(0);
      });
    });
  }

  it('serves everyone who waits for one promise in their order, but for those who gave up', async () => {
    const controller = new AbortController();
    let settle: (value: number) => void = () => {};
    const promise = new Promise<number>((resolve) => (settle = resolve));
    const log: string[] = [];
    const start = (name: string, options?: { signal: AbortSignal }): Op<void> =>
      go(function* () {
        try {
          log.push(`${name} ${yield* until(promise, options)}`);
        } catch {
          log.push(`${name} left`);
        }
      });
    const { signal } = controller;
    const all = [start('a'), start('b', { signal }), start('c'), start('d', { signal })];
    await idle();
    controller.abort();
    await idle();
    all.push(start('e'), start('f', { signal: new AbortController().signal }));
    await idle();
    settle(7);
    await Promise.all(all);
    all.push(start('g', { signal: new AbortController().signal }));
    await Promise.all(all);
    expect(log).to.deep.equal(['b left', 'd left', 'a 7', 'c 7', 'e 7', 'f 7', 'g 7']);
  });

  it('asks a promise once for all who may give up, and again only when all have', async () => {
    let asked = 0;
    const promise = new Promise<number>(() => {});
    const then = promise.then.bind(promise);
    // oxlint-disable-next-line unicorn/no-thenable -- counts who asks
    promise.then = ((...args: Parameters<typeof then>) => (asked++, then(...args))) as never;
    const controller = new AbortController();
    const { signal } = controller;
    const ops = Array.from({ length: 10 }, () => failure(until(promise, { signal })));
    expect(asked).to.equal(1);
    controller.abort('enough');
    expect(new Set(await Promise.all(ops))).to.deep.equal(new Set(['enough']));
    const later = new AbortController();
    const more = failure(until(promise, { signal: later.signal }));
    expect(asked).to.equal(1);
    later.abort('too');
    expect(await more).to.equal('too');
  });

  it('asks a thenable anew for each who waits', async () => {
    let asked = 0;
    // oxlint-disable-next-line unicorn/no-thenable -- that is what it is about
    const thenable = { then: (resolve: (n: number) => void) => resolve(++asked) };
    const { signal } = new AbortController();
    const one = thenable as PromiseLike<number>;
    expect(await until(one, { signal })).to.equal(1);
    expect(await until(one, { signal })).to.equal(2);
  });

  it('delivers once what came in a slice that was over, abort or not', async () => {
    const { home } = kernel;
    const controller = new AbortController();
    const op = until(Promise.resolve(7), { signal: controller.signal });
    const end = home.late.length;
    home.spent = home.probing = true;
    const { budget } = home;
    home.budget = 0;
    await Promise.resolve();
    await Promise.resolve();
    expect(home.late.length).to.equal(end + 1);
    controller.abort('left');
    home.endSlice();
    home.budget = budget;
    expect(await failure(op)).to.equal('left');
    home.check();
  });

  it('of a promise that fails and nobody looks at is an unhandled rejection, once', async () => {
    const error = new Error('foreign');
    const heard = await hostErrors(async () => {
      await go(function* () {
        until(Promise.reject(error));
      });
    });
    expect(heard.rejections).to.deep.equal([error]);
  });
});
