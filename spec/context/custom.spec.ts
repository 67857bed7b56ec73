import { expect } from 'chai';
import { numGoroutine } from 'millrace';
import { afterFunc, background, Canceled, cause, withCancel, withTimeout } from 'millrace/context';
import { Custom, hanging, inBothForms, pass, Wrapper } from './support.ts';

/** A class that can call back, and shows who has asked it to. */
class Calling extends Custom {
  readonly calls = new Set<() => void>();
  readonly afterFunc = (fn: () => void): (() => boolean) => {
    this.calls.add(fn);
    return () => this.calls.delete(fn);
  };

  override end(error: Error): void {
    super.end(error);
    const calls = [...this.calls];
    this.calls.clear();
    for (const call of calls) call();
  }
}

inBothForms((run) => {
  describe('a context of another class', () => {
    it('that wraps one of ours costs no goroutine [CX-22]', () =>
      run(function* () {
        const before = numGoroutine();
        const [ctx, cancel] = withCancel(background());
        const wrapper = new Wrapper(new Wrapper(ctx));
        const [child] = withCancel(wrapper);
        expect([numGoroutine() - before, hanging(ctx)]).to.deep.equal([0, 1]);
        cancel();
        expect(child.err()).to.equal(Canceled);
        expect(withCancel(wrapper)[0].err()).to.equal(Canceled);
        yield* pass(0);
      }));

    it('that is never over costs nothing [CX-22]', () =>
      run(function* () {
        const before = numGoroutine();
        const [child, cancel] = withCancel(new Wrapper(background()));
        yield* pass(1);
        expect(numGoroutine()).to.equal(before);
        cancel();
        expect(child.err()).to.equal(Canceled);
      }));

    it('with a channel of its own is watched, until either of the two is over [CX-22]', () =>
      run(function* () {
        const before = numGoroutine();
        const custom = new Custom(background());
        const [one, cancel] = withCancel(custom);
        const [other] = withCancel(custom);
        yield* pass(1);
        expect(numGoroutine() - before).to.equal(2);
        cancel();
        yield* pass(1);
        expect(numGoroutine() - before).to.equal(1);
        const reason = new Error('closed');
        custom.end(reason);
        yield* pass(1);
        expect(numGoroutine()).to.equal(before);
        expect([one.err(), other.err(), cause(other)]).to.deep.equal([Canceled, reason, reason]);
      }));

    it('that is over ends its children at once [CX-08, CX-22]', () =>
      run(function* () {
        const custom = new Custom(background());
        const reason = new Error('closed');
        custom.end(reason);
        expect(withCancel(custom)[0].err()).to.equal(reason);
        yield* pass(0);
      }));

    it('that can call back is asked to, and no more once the child is over [CX-22]', () =>
      run(function* () {
        const before = numGoroutine();
        const custom = new Calling(background());
        const [one, cancel] = withCancel(custom);
        const [other, end] = withTimeout(custom, 1e6);
        const [third] = withCancel(custom);
        let runs = 0;
        const stop = afterFunc(custom, () => void runs++);
        afterFunc(custom, () => void runs++);
        expect([custom.calls.size, numGoroutine() - before]).to.deep.equal([5, 0]);
        cancel();
        end();
        expect([stop(), stop()]).to.deep.equal([true, false]);
        expect(custom.calls.size).to.equal(2);
        const reason = new Error('closed');
        custom.end(reason);
        yield* pass(1);
        expect([one.err(), other.err(), third.err()]).to.deep.equal([Canceled, Canceled, reason]);
        expect(runs).to.equal(1);
      }));
  });
});
