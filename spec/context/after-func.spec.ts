import { expect } from 'chai';
import { FatalError, numGoroutine, sleep } from 'millrace';
import {
  afterFunc,
  background,
  Canceled,
  withCancel,
  withTimeout,
  withValue,
  key,
} from 'millrace/context';
import { now } from 'millrace/time';
import { since } from '../time/support.ts';
import { hanging, inBothForms, pass, Wrapper } from './support.ts';

inBothForms((run) => {
  describe('afterFunc', () => {
    it('runs the function once the context is over, and not within the cancel [CX-21]', () =>
      run(function* () {
        const [ctx, cancel] = withCancel(background());
        const log: string[] = [];
        const before = numGoroutine();
        const stop = afterFunc(withValue(ctx, key('k'), 1), function* () {
          log.push(`runs in one of ${numGoroutine() - before}`);
          yield* sleep(5);
          log.push('ends');
        });
        yield* pass(1);
        cancel();
        log.push(`cancelled, stop ${stop()}`);
        yield* pass(10);
        expect(log).to.deep.equal(['cancelled, stop false', 'runs in one of 1', 'ends']);
      }));

    it('runs it at the deadline [CX-21]', () =>
      run(function* () {
        const [ctx] = withTimeout(background(), 10);
        const start = now();
        const log: number[] = [];
        afterFunc(ctx, () => void log.push(since(start)));
        yield* pass(20);
        expect(log).to.deep.equal([10]);
      }));

    it('starts it at once if the context is over [CX-21]', () =>
      run(function* () {
        const [ctx, cancel] = withCancel(background());
        cancel();
        let runs = 0;
        const stop = afterFunc(ctx, () => void runs++);
        expect([runs, stop()]).to.deep.equal([0, false]);
        yield* pass(1);
        expect(runs).to.equal(1);
      }));

    it('stop takes it back, once, and leaves nothing [CX-16, CX-21]', () =>
      run(function* () {
        const [ctx, cancel] = withCancel(background());
        let runs = 0;
        const stop = afterFunc(ctx, () => void runs++);
        afterFunc(ctx, () => void (runs += 10));
        expect([hanging(ctx), stop(), stop(), hanging(ctx)]).to.deep.equal([2, true, false, 1]);
        cancel();
        expect(stop()).to.equal(false);
        yield* pass(1);
        expect(runs).to.equal(10);
      }));

    it('may hang on what is never over [CX-21]', () =>
      run(function* () {
        let runs = 0;
        const stop = afterFunc(background(), () => void runs++);
        yield* pass(1e6);
        expect([runs, stop(), stop()]).to.deep.equal([0, true, false]);
      }));

    it('hangs on a wrapper as on what it wraps, and stop leaves nothing [CX-21, CX-22]', () =>
      run(function* () {
        const [ctx, cancel] = withCancel(background());
        let runs = 0;
        const stop = afterFunc(new Wrapper(ctx), () => void runs++);
        afterFunc(new Wrapper(ctx), () => void runs++);
        expect([hanging(ctx), stop(), stop(), hanging(ctx)]).to.deep.equal([2, true, false, 1]);
        cancel();
        yield* pass(1);
        expect([runs, ctx.err()]).to.deep.equal([1, Canceled]);
      }));
  });
});

describe('afterFunc', () => {
  it('refuses what is no function [CX-21, GO-04]', () => {
    for (const wrong of [undefined, null, 'f', {}]) {
      const call = (): unknown => afterFunc(background(), wrong as never);
      expect(call).to.throw(FatalError, 'go of nil func value');
    }
  });
});
