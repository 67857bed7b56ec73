import { expect } from 'chai';
import {
  Channel,
  CloseOfClosedError,
  GoError,
  gosched,
  PanicError,
  SendOnClosedError,
} from 'millrace';
import { hostErrors } from './host-errors.ts';
import { failure, forms, wait } from './script.ts';

describe('an error in a goroutine', () => {
  for (const form of forms) {
    describe(`of ${form.name} form`, () => {
      it('reaches the host with its cause when nobody joins [PN-01]', async () => {
        const error = new Error('boom');
        const heard = await hostErrors(() => {
          form.start(function* () {
            yield* wait(() => gosched());
            throw error;
          });
        });
        expect(heard.rejections).to.deep.equal([]);
        expect(heard.exceptions).to.have.length(1);
        const [panic] = heard.exceptions;
        expect(panic).to.be.instanceOf(PanicError);
        expect(panic).to.include({ code: 'PANIC', cause: error });
        expect(panic?.message).to.match(/^panic: boom \[goroutine \d+ /);
      });

      it('does not when somebody joined before it failed [PN-01 differs]', async () => {
        const error = new Error('boom');
        const heard = await hostErrors(async () => {
          const started = form.start(function* () {
            yield* wait(() => gosched());
            throw error;
          });
          expect(await failure(started)).to.equal(error);
        });
        expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
      });

      it('does not when somebody joins in the macrotask in which it failed', async () => {
        const error = new Error('boom');
        const heard = await hostErrors(async () => {
          const started = form.start(function* () {
            throw error;
          });
          for (let i = 0; i < 8; i++) await Promise.resolve();
          expect(await failure(started)).to.equal(error);
        });
        expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
      });

      it('does once, and can still be joined later', async () => {
        const error = new Error('boom');
        let started: PromiseLike<unknown> | undefined;
        const heard = await hostErrors(() => {
          started = form.start(function* () {
            throw error;
          });
        });
        expect(heard.exceptions.map((one) => one.cause)).to.deep.equal([error]);
        const after = await hostErrors(async () => {
          expect(await failure(started as PromiseLike<unknown>)).to.equal(error);
        });
        expect(after).to.deep.equal({ rejections: [], exceptions: [] });
      });

      it('reaches the host for each goroutine of its own, in the order of failing', async () => {
        const heard = await hostErrors(() => {
          for (const n of [1, 2, 3]) {
            form.start(function* () {
              throw n;
            });
          }
        });
        expect(heard.exceptions.map((one) => one.cause)).to.deep.equal([1, 2, 3]);
      });

      it('is caught by a catch, and the goroutine goes on [PN-02, PN-03]', async () => {
        const order: string[] = [];
        const value = await form.start(function* () {
          const closed = new Channel<number>();
          closed.close();
          let result = 'kept';
          try {
            yield* wait(() => closed.send(1));
            result = 'never';
          } catch (error) {
            order.push((error as GoError).code);
          } finally {
            order.push('finally');
          }
          return result;
        });
        expect(value).to.equal('kept');
        expect(order).to.deep.equal(['SEND_ON_CLOSED_CHANNEL', 'finally']);
      });

      it('of a later finally replaces the one on its way [PN-08]', async () => {
        const newest = new Error('newest');
        const started = form.start(function* () {
          try {
            throw new Error('older');
          } finally {
            // oxlint-disable-next-line no-unsafe-finally -- Go's defers may panic, too
            throw newest;
          }
        });
        expect(await failure(started)).to.equal(newest);
      });

      for (const value of [undefined, null, 0, 'text', Symbol('s'), { toString: 5 }]) {
        const name = typeof value === 'object' ? JSON.stringify(value) : String(value);
        it(`may be any value, and arrives untouched: ${name} [PN-05 differs, PN-06]`, async () => {
          const heard = await hostErrors(() => {
            form.start(function* () {
              throw value;
            });
          });
          expect(heard.exceptions).to.have.length(1);
          expect(heard.exceptions[0]).to.be.instanceOf(PanicError);
          expect(heard.exceptions[0]?.cause).to.equal(value);
        });
      }

      it('may be one that cannot be printed [PN-09]', async () => {
        const error = new (class extends Error {
          override get message(): string {
            throw new Error('while printing');
          }
        })();
        const heard = await hostErrors(() => {
          form.start(function* () {
            throw error;
          });
        });
        expect(heard.exceptions).to.have.length(1);
        expect(heard.exceptions[0]).to.be.instanceOf(PanicError);
        expect(heard.exceptions[0]?.cause).to.equal(error);
        expect(heard.exceptions[0]?.message).to.match(/^panic: unprintable value/);
      });
    });
  }

  it('of ours is an Error with a stable code and the name of its class [PN-10]', () => {
    const channel = new Channel<number>();
    channel.close();
    for (const [act, kind, code] of [
      [() => channel.close(), CloseOfClosedError, 'CLOSE_OF_CLOSED_CHANNEL'],
      [() => channel.trySend(1), SendOnClosedError, 'SEND_ON_CLOSED_CHANNEL'],
    ] as const) {
      let thrown: unknown;
      try {
        act();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(kind).and.instanceOf(GoError).and.instanceOf(Error);
      expect(thrown).to.include({ code, name: kind.name });
    }
  });
});
