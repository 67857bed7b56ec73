import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { go, until } from 'millrace';
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
