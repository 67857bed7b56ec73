import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { Channel, MisuseError, select, sleep } from 'millrace';
import {
  afterFunc,
  background,
  Canceled,
  cause,
  DeadlineExceeded,
  fromSignal,
  withCancel,
  withCancelCause,
  withTimeout,
} from 'millrace/context';
import type { Canceler } from '../../lib/context/canceler.ts';
import { failure, forms, hanging, idle, wait } from './support.ts';

const listeners = (signal: object): number =>
  getEventListeners(signal as AbortSignal, 'abort').length;

describe('the signal of a context', () => {
  it('is made when it is asked for, and is always the same', () => {
    const [ctx, cancel] = withCancel(background());
    expect((ctx as Canceler).controller).to.equal(null);
    const { signal } = ctx;
    expect(signal).to.be.instanceOf(AbortSignal);
    expect(ctx.signal).to.equal(signal);
    cancel();
    expect(ctx.signal).to.equal(signal);
  });

  it('aborts within the cancel, with the cause for its reason [CX-26]', () => {
    const [parent, cancel] = withCancelCause(background());
    const [child] = withCancel(parent);
    const signals = [parent.signal, child.signal];
    cancel('enough');
    expect(signals.map(({ aborted, reason }) => [aborted, reason])).to.deep.equal([
      [true, 'enough'],
      [true, 'enough'],
    ]);
    const [late, end] = withCancel(background());
    end();
    expect([late.signal.aborted, late.signal.reason]).to.deep.equal([true, Canceled]);
  });

  for (const { name, start } of forms) {
    it(`takes operations back, and nothing is left on it: ${name} form`, async () => {
      const [ctx, cancel] = withTimeout(background(), 2);
      const channel = new Channel<number>();
      const { signal } = ctx;
      const waits = [
        () => channel.recv({ signal }),
        () => select({ channel }, { signal }),
        () => sleep(1e6, { signal }),
      ].map((make) => failure(start(() => wait<unknown>(make))));
      expect(await Promise.all(waits)).to.deep.equal([
        DeadlineExceeded,
        DeadlineExceeded,
        DeadlineExceeded,
      ]);
      cancel();
      expect(listeners(signal)).to.equal(0);
      expect(channel.receivers.first).to.equal(null);
    });
  }

  it('of what is never over keeps nobody who listens [CX-02]', async () => {
    const { signal } = background();
    signal.addEventListener('abort', { handleEvent: () => {} });
    expect(listeners(signal)).to.equal(0);
    const channel = new Channel<number>(1);
    const op = channel.recv({ signal });
    channel.trySend(1);
    expect((await op).value).to.equal(1);
  });
});

describe('fromSignal', () => {
  it('is over when the signal aborts, with its reason for a cause', async () => {
    const controller = new AbortController();
    const ctx = fromSignal(controller.signal);
    const [child] = withCancel(ctx);
    const done = ctx.done().recv();
    expect([ctx.err(), cause(ctx), ctx.deadline(), String(ctx)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
      'context.FromSignal',
    ]);
    controller.abort('enough');
    for (const one of [ctx, child]) {
      expect([one.err(), cause(one)]).to.deep.equal([Canceled, 'enough']);
    }
    expect((await done).ok).to.equal(false);
    expect(listeners(controller.signal)).to.equal(0);
  });

  it('of a signal that has aborted is over from the start', () => {
    const ctx = fromSignal(AbortSignal.abort('before'));
    expect([ctx.err(), cause(ctx)]).to.deep.equal([Canceled, 'before']);
    expect(ctx.done().tryRecv()?.ok).to.equal(false);
    expect(withCancel(fromSignal(AbortSignal.abort('again')))[0].err()).to.equal(Canceled);
  });

  it('is one context for one signal, whose signal it is', () => {
    const { signal } = new AbortController();
    expect(fromSignal(signal)).to.equal(fromSignal(signal));
    expect(fromSignal(signal)).not.to.equal(fromSignal(new AbortController().signal));
    expect(fromSignal(signal).signal).to.equal(signal);
  });

  it('listens while somebody waits or something hangs on it, and no longer', async () => {
    const { signal } = new AbortController();
    const ctx = fromSignal(signal);
    const other = new AbortController();
    expect(listeners(signal)).to.equal(0);
    ctx.done();
    ctx.err();
    expect(listeners(signal)).to.equal(0);
    const op = failure(ctx.done().recv({ signal: other.signal }));
    expect(listeners(signal)).to.equal(1);
    const [, cancel] = withCancel(ctx);
    const stop = afterFunc(ctx, () => {});
    const [, end] = withTimeout(ctx, 1e6);
    expect(listeners(signal)).to.equal(1);
    other.abort(0);
    await op;
    for (const leave of [cancel, stop, end]) {
      expect(listeners(signal)).to.equal(1);
      leave();
    }
    expect([listeners(signal), hanging(ctx)]).to.deep.equal([0, 0]);
  });

  it('leaves nothing on a signal that outlives ten thousand contexts', async () => {
    const { signal } = new AbortController();
    const busy = new Channel<number>(1);
    for (let i = 0; i < 10_000; i++) {
      const [ctx, cancel] = withCancel(fromSignal(signal));
      const got = select({ done: ctx.done(), also: fromSignal(signal).done(), busy });
      busy.trySend(i);
      expect((await got).key).to.equal('busy');
      cancel();
    }
    await idle();
    expect([listeners(signal), hanging(fromSignal(signal))]).to.deep.equal([0, 0]);
  });

  it('refuses what is no signal', () => {
    for (const wrong of [undefined, null, {}, 'abort'] as never[]) {
      expect(() => fromSignal(wrong)).to.throw(MisuseError, 'an AbortSignal was expected');
    }
  });
});
