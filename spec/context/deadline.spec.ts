import { expect } from 'chai';
import { MisuseError, trySelect } from 'millrace';
import {
  afterFunc,
  background,
  Canceled,
  cause,
  DeadlineExceeded,
  withCancel,
  withDeadline,
  withTimeout,
  withTimeoutCause,
  withValue,
  key,
  type Context,
} from 'millrace/context';
import { now } from 'millrace/time';
import type { Canceler } from '../../lib/context/canceler.ts';
import { timersOf } from '../../lib/kernel/timers.ts';
import { kernel } from '../../lib/kernel/world.ts';
import { hanging, inBothForms, pass, wait, Wrapper } from './support.ts';
import { since } from '../time/support.ts';

inBothForms((run) => {
  describe('a deadline', () => {
    it('ends the context when its time has come, and stays readable [CX-15, CX-17]', () =>
      run(function* () {
        const start = now();
        for (const make of [
          () => withTimeout(background(), 10),
          () => withDeadline(background(), now() + 10),
          () => withDeadline(new Wrapper(background()), now() + 10),
          () => withDeadline(withValue(background(), key('k'), 1), now() + 10),
        ]) {
          const begun = now();
          const [ctx, cancel] = make();
          expect(since(begun, ctx.deadline())).to.equal(10);
          expect(ctx.err()).to.equal(undefined);
          yield* wait(() => ctx.done().recv());
          expect(since(begun)).to.equal(10);
          cancel();
          expect([ctx.err(), cause(ctx)]).to.deep.equal([DeadlineExceeded, DeadlineExceeded]);
          expect(since(begun, ctx.deadline())).to.equal(10);
        }
        expect(since(start)).to.equal(40);
      }));

    it('ends what is derived, with its cause [CX-05, CX-15]', () =>
      run(function* () {
        const [ctx] = withTimeoutCause(background(), 10, 'too slow');
        const [child] = withCancel(ctx);
        yield* wait(() => child.done().recv());
        expect([child.err(), cause(child)]).to.deep.equal([DeadlineExceeded, 'too slow']);
        expect(hanging(ctx)).to.equal(0);
      }));

    it('that is the earlier one of the parent counts [CX-13]', () =>
      run(function* () {
        const start = now();
        const [parent] = withTimeoutCause(background(), 10, 'parent');
        const [child] = withTimeoutCause(parent, 20, 'child');
        expect(since(start, child.deadline())).to.equal(10);
        yield* wait(() => child.done().recv());
        expect([since(start), cause(child)]).to.deep.equal([10, 'parent']);
      }));

    it('that is earlier than that of the parent ends the child alone [CX-13]', () =>
      run(function* () {
        const start = now();
        const [parent] = withTimeoutCause(background(), 20, 'parent');
        const [child] = withTimeoutCause(parent, 10, 'child');
        yield* wait(() => child.done().recv());
        expect([since(start), cause(child), parent.err()]).to.deep.equal([10, 'child', undefined]);
        expect(hanging(parent)).to.equal(0);
        yield* wait(() => parent.done().recv());
        expect([since(start), cause(parent), cause(child)]).to.deep.equal([20, 'parent', 'child']);
      }));

    it('that has passed ends it at once [CX-14]', () =>
      run(function* () {
        for (const [ctx, cancel] of [
          withTimeout(background(), 0),
          withTimeout(background(), -1),
          withTimeout(background(), -Infinity),
          withDeadline(background(), now()),
          withDeadline(background(), 0),
        ]) {
          expect(ctx.err()).to.equal(DeadlineExceeded);
          cancel();
          expect(cause(ctx)).to.equal(DeadlineExceeded);
          expect(ctx.done().tryRecv()?.ok).to.equal(false);
        }
        yield* pass(0);
      }));

    it('that never comes is a deadline all the same [CX-13]', () =>
      run(function* () {
        const [ctx, cancel] = withTimeout(background(), Infinity);
        expect(ctx.deadline()).to.equal(Infinity);
        yield* pass(1e9);
        expect(ctx.err()).to.equal(undefined);
        cancel();
        expect(ctx.err()).to.equal(Canceled);
      }));
  });
});

/** Spins until a context's time is up, though the timer of the host has not had a turn. */
function late(): [Context, () => void] {
  const made = withTimeout(background(), 0.5);
  for (const end = performance.now() + 0.6; performance.now() < end;);
  return made;
}

describe('a deadline, on the clock of the host', () => {
  const timers = timersOf(kernel.home);

  it('arms nothing under an earlier one [CX-13]', () => {
    const [parent, end] = withTimeout(background(), 1e6);
    const armed = (ctx: Context): boolean => {
      const own = ctx as Canceler;
      return own.expiry?.context === own;
    };
    const [later, one] = withTimeout(parent, 2e6);
    const [sooner, two] = withTimeout(parent, 1e5);
    const [equal, three] = withDeadline(parent, parent.deadline() ?? NaN);
    expect([parent, later, sooner, equal].map(armed)).to.deep.equal([true, false, true, true]);
    for (const cancel of [one, two, three]) cancel();
    expect(timers.nextMs).to.be.within(performance.now() + 9e5, performance.now() + 1e6);
    end();
    expect(timers.nextMs).to.equal(Infinity);
    timers.check();
  });

  const asks: [how: string, ask: (ctx: Context, cancel: () => void) => unknown, answer: unknown][] =
    [
      ['err', (ctx) => ctx.err(), DeadlineExceeded],
      ['cause', (ctx) => cause(ctx), DeadlineExceeded],
      ['tryRecv', (ctx) => ctx.done().tryRecv()?.ok, false],
      ['trySelect', (ctx) => trySelect({ done: ctx.done() })?.ok, false],
      ['signal', (ctx) => ctx.signal.aborted, true],
      ['cancel, which comes too late', (ctx, cancel) => (cancel(), ctx.err()), DeadlineExceeded],
      ['a child that is made', (ctx) => withCancel(ctx)[0].err(), DeadlineExceeded],
      ['stop of what hangs on it', (ctx) => afterFunc(ctx, () => {})(), false],
    ];
  for (const [how, ask, answer] of asks) {
    it(`is known by the clock before its timer had a turn: ${how} [CX-15]`, () => {
      expect(ask(...late())).to.equal(answer);
      expect(timers.nextMs).to.equal(Infinity);
    });
  }

  it('runs no code of a listener in the middle of a select [CX-26]', async () => {
    const [ctx] = withTimeout(background(), 0.5);
    const log: string[] = [];
    ctx.signal.addEventListener('abort', { handleEvent: () => void log.push('aborted') });
    for (const end = performance.now() + 0.6; performance.now() < end;);
    const selected = trySelect({ done: ctx.done() });
    log.push(`selected ${selected?.key}`);
    await null;
    expect(log).to.deep.equal(['selected done', 'aborted']);
  });

  it('is stopped by cancel, and by the end of the parent [CX-16]', () => {
    const [parent, end] = withCancel(background());
    const [, cancel] = withTimeout(parent, 1e6);
    const [child] = withTimeout(parent, 1e6);
    cancel();
    expect(timers.nextMs).to.be.below(Infinity);
    end();
    expect(child.err()).to.equal(Canceled);
    expect(timers.nextMs).to.equal(Infinity);
  });

  it('ends who loops without ever waiting [CX-15]', () => {
    const [ctx] = withTimeout(background(), 2);
    const [child] = withCancel(ctx);
    let turns = 0;
    while (child.err() === undefined && turns < 1e9) turns++;
    expect(child.err()).to.equal(DeadlineExceeded);
    const [late] = withTimeout(background(), 1);
    while (trySelect({ done: late.done() }) === undefined && turns < 1e9) turns++;
    expect(late.err()).to.equal(DeadlineExceeded);
    expect(timers.nextMs).to.equal(Infinity);
  });

  it('comes on time, and not before [CX-17]', async () => {
    const from = performance.now();
    const [ctx] = withTimeout(background(), 3);
    await ctx.done().recv();
    expect(performance.now() - from).to.be.at.least(3);
    expect(ctx.err()).to.equal(DeadlineExceeded);
  });

  for (const wrong of [NaN, '5', undefined, null, new Date()]) {
    it(`refuses ${wrong instanceof Date ? 'a date' : String(wrong)} for a time, and leaves nothing`, () => {
      const [parent] = withCancel(background());
      expect(() => withTimeout(parent, wrong as number)).to.throw(MisuseError, 'withTimeout');
      expect(() => withDeadline(parent, wrong as number)).to.throw(MisuseError, 'withDeadline');
      expect(hanging(parent)).to.equal(0);
    });
  }
});
