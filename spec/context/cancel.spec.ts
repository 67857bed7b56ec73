import { expect } from 'chai';
import { Channel, go, select, trySelect } from 'millrace';
import {
  afterFunc,
  background,
  Canceled,
  withCancel,
  withTimeout,
  type Context,
} from 'millrace/context';
import { Canceler } from '../../lib/context/canceler.ts';
import { ended, hanging, idle, inBothForms, wait, Wrapper, type Script } from './support.ts';

describe('cancel', () => {
  it('is seen below before it returns, through a wrapper too [CX-05, CX-06, CX-22]', () => {
    const [parent, cancel] = withCancel(background());
    const [child] = withCancel(new Wrapper(parent));
    const [grandchild] = withCancel(child);
    const all = [parent, child, grandchild];
    for (const ctx of all) {
      expect(ctx.err()).to.equal(undefined);
      expect(ctx.done().tryRecv()).to.equal(undefined);
    }
    cancel();
    for (const ctx of all) {
      expect(ctx.err()).to.equal(Canceled);
      expect(ctx.done().tryRecv()).to.deep.equal({ value: undefined, ok: false, done: true });
      (ctx as Canceler).check();
    }
  });

  it('is heard once, whoever calls it [CX-05]', () => {
    const [ctx, cancel] = withCancel(background());
    for (let i = 0; i < 3; i++) cancel();
    expect(ended(ctx)).to.deep.equal(['context canceled', 'context canceled']);
  });

  it('of a child leaves its parent and its siblings alone [CX-05, CX-16]', () => {
    const [parent, end] = withCancel(background());
    const [one, cancel] = withCancel(parent);
    const [other] = withCancel(parent);
    expect(hanging(parent)).to.equal(2);
    cancel();
    expect([one.err(), other.err(), parent.err()]).to.deep.equal([Canceled, undefined, undefined]);
    expect(hanging(parent)).to.equal(1);
    end();
    expect(hanging(parent)).to.equal(0);
  });

  it('takes off the parent whatever was derived: contexts, deadlines, calls [CX-16]', () => {
    const [parent] = withCancel(background());
    const ends = [
      withCancel(parent)[1],
      withTimeout(parent, 1e6)[1],
      withTimeout(new Wrapper(parent), 1e6)[1],
      afterFunc(parent, () => {}),
    ];
    expect(hanging(parent)).to.equal(4);
    for (const end of ends) end();
    expect(hanging(parent)).to.equal(0);
    (parent as Canceler).check();
  });

  it('gives one channel, before and after [CX-01, CX-07]', () => {
    const [ctx, cancel] = withCancel(background());
    const done = ctx.done();
    expect(ctx.done()).to.equal(done);
    cancel();
    expect(ctx.done()).to.equal(done);
    const [late, end] = withCancel(background());
    end();
    expect(late.done().tryRecv()?.ok).to.equal(false);
    expect(late.done()).to.equal(late.done());
  });

  it('of the parent comes before: the child is over from the start [CX-08]', () => {
    const [parent, cancel] = withCancel(background());
    cancel();
    const [child, end] = withCancel(parent);
    expect(ended(child)).to.deep.equal(['context canceled', 'context canceled']);
    expect(hanging(parent)).to.equal(0);
    end();
  });

  it('reaches the bottom of a chain that is deeper than any stack [CX-05]', () => {
    const [top, cancel] = withCancel(background());
    let bottom: Context = top;
    for (let i = 0; i < 100_000; i++) [bottom] = withCancel(bottom);
    cancel();
    expect(bottom.err()).to.equal(Canceled);
  });

  it('runs no code of anybody: an abort listener runs when all is over [CX-06, CX-26]', () => {
    const [parent, cancel] = withCancel(background());
    const [child] = withCancel(parent);
    const log: unknown[] = [];
    parent.signal.addEventListener('abort', {
      handleEvent: () => log.push(child.err(), child.done().tryRecv()?.ok, hanging(parent)),
    });
    cancel();
    expect(log).to.deep.equal([Canceled, false, 0]);
  });

  inBothForms((run) => {
    it('wakes who waits as a close does: the parent first, then the children [CX-09, CX-26]', async () => {
      const log: string[] = [];
      const [parent, cancel] = withCancel(background());
      const [child] = withCancel(parent);
      const [grandchild] = withCancel(child);
      const [sibling] = withCancel(parent);
      const waits = (name: string, ctx: Context) =>
        function* (): Script {
          const { ok } = yield* wait(() => ctx.done().recv());
          log.push(`${name} ${ok}`);
        };
      const all: [string, Context][] = [
        ['sibling', sibling],
        ['grandchild', grandchild],
        ['child', child],
        ['parent 1', parent],
        ['parent 2', parent],
      ];
      await run(...all.map(([name, ctx]) => waits(name, ctx)), function* () {
        yield* wait(() => select({ never: new Channel<never>(), now: doneOf(cancel) }));
      });
      expect(log).to.deep.equal([
        'parent 2 false',
        'parent 1 false',
        'child false',
        'grandchild false',
        'sibling false',
      ]);
    });

    it('is an arm of a select like any other, twice if need be [CX-26]', () =>
      run(function* () {
        const [ctx, cancel] = withCancel(background());
        const channel = new Channel<number>();
        expect(trySelect({ done: ctx.done(), channel })).to.equal(undefined);
        afterFunc(background(), cancel);
        void go(function* () {
          cancel();
          yield* [];
        });
        const got = yield* wait(() => select({ done: ctx.done(), again: ctx.done(), channel }));
        expect(got.key).to.be.oneOf(['done', 'again']);
      }));

    it('of a child by who was woken by the parent does not lock [CX-24]', () =>
      run(function* () {
        const [parent, end] = withCancel(background());
        const [child, cancel] = withCancel(parent);
        void go(function* () {
          yield* parent.done().recv();
          cancel();
        });
        end();
        yield* wait(() => child.done().recv());
        expect(child.err()).to.equal(Canceled);
      }));
  });

  it('of a hundred in a tree, in any order, ends them all [CX-24]', async () => {
    const [root, end] = withCancel(background());
    const nodes: [Context, () => void][] = [[root, end]];
    for (let i = 1; i < 100; i++) {
      nodes.push(withCancel((nodes[Math.floor(i / 3)] as [Context, () => void])[0]));
    }
    const waits = nodes.map(([ctx]) => ctx.done().recv());
    const order = nodes.map((_, i) => (i * 37) % nodes.length);
    for (const i of order) {
      void go(async () => {
        await null;
        nodes[i]?.[1]();
      });
    }
    await Promise.all(waits);
    await idle();
    for (const [ctx] of nodes) {
      expect(ctx.err()).to.equal(Canceled);
      (ctx as Canceler).check();
    }
  });
});

/** A channel that is closed, once it has called. */
function doneOf(cancel: () => void): Channel<never> {
  cancel();
  const channel = new Channel<never>();
  channel.close();
  return channel;
}
