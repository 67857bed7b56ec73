import { expect } from 'chai';
import { Channel, go, select } from 'millrace';
import {
  background,
  Canceled,
  cause,
  DeadlineExceeded,
  key,
  withCancel,
  withCancelCause,
  withDeadline,
  withValue,
} from 'millrace/context';
import { TwoSides } from '../support/two-sides.ts';

describe('a context that was sent to another thread', () => {
  it('is over when the first is, for the same reason', async () => {
    const sides = new TwoSides();
    const [ctx, cancel] = withCancelCause(background());
    const far = sides.down(ctx);
    expect(far.err()).to.equal(undefined);
    const seen = go(async () => (await far.done().recv()).ok);
    cancel(new RangeError('enough'));
    await sides.rest();
    expect(await seen).to.equal(false);
    expect(far.err()).to.equal(Canceled);
    expect(cause(far)).to.be.instanceOf(RangeError).with.property('message', 'enough');
    expect(far.signal.aborted).to.equal(true);
    expect(sides.trunk.link.peers.size).to.equal(0);
    expect(sides.leaf.link.peers.size).to.equal(0);
  });

  it('goes the other way as well, and comes home as itself', async () => {
    const sides = new TwoSides();
    const [ctx, cancel] = withCancel(background());
    const far = await sides.up(ctx);
    expect(sides.down(far)).to.equal(ctx);
    expect(await sides.up(ctx)).to.equal(far);
    cancel();
    await sides.rest();
    expect(far.err()).to.equal(Canceled);
    expect(cause(far)).to.equal(Canceled);
  });

  it('has the deadline of the first, and no values', () => {
    const sides = new TwoSides();
    const name = key<string>('name');
    const limit = Date.now() + 1e6;
    const [ctx, cancel] = withDeadline(withValue(background(), name, 'x'), limit);
    const far = sides.down(withValue(ctx, name, 'y'));
    expect(far.deadline()).to.equal(limit);
    expect(far.value(name)).to.equal(undefined);
    cancel();
  });

  it('is over at once if the first was, and never if that never is', () => {
    const sides = new TwoSides();
    const [ctx] = withDeadline(background(), 0);
    const far = sides.down(ctx);
    expect(far.err()).to.equal(DeadlineExceeded);
    expect(sides.down(background())).to.equal(background());
    expect(sides.trunk.link.peers.size).to.equal(0);
  });

  it('is over when the thread is gone', async () => {
    const sides = new TwoSides();
    const [ctx, cancel] = withCancel(background());
    const far = sides.down(ctx);
    const channel = new Channel<number>();
    const got = go(async () => (await select({ channel, done: far.done() })).key);
    sides.kill();
    expect(await got).to.equal('done');
    expect((cause(far) as Error).message).to.equal('dead');
    cancel();
  });

  it('crosses inside of other values', async () => {
    const sides = new TwoSides();
    const [ctx, cancel] = withCancel(background());
    const { jobs, deep } = sides.down({ jobs: new Channel<number>(2), deep: [{ ctx }] });
    cancel();
    await sides.rest();
    expect(deep[0]?.ctx.err()).to.equal(Canceled);
    expect(jobs).to.be.instanceOf(Channel).with.property('capacity', 2);
  });
});

describe('a channel that is forgotten at another thread', () => {
  const { gc } = globalThis as { gc?: () => void };

  it('is forgotten at its home', async function () {
    if (gc === undefined) this.skip();
    const sides = new TwoSides();
    for (let i = 0; i < 100; i++) sides.down(new Channel<number>(i % 3));
    expect(sides.trunk.link.peers.size).to.equal(100);
    for (let i = 0; i < 50 && sides.trunk.link.peers.size > 0; i++) {
      gc();
      await sides.rest();
    }
    expect(sides.trunk.link.peers.size).to.equal(0);
    expect(sides.leaf.link.peers.size).to.equal(0);
  });

  it('is not while somebody waits there, and what was lent comes back', async function () {
    if (gc === undefined) this.skip();
    const sides = new TwoSides();
    const channel = new Channel<number>(4);
    const got: unknown[] = [];
    go(function* (remote: Channel<number>) {
      got.push((yield* remote.recv()).value);
    }, sides.down(channel));
    for (let i = 0; i < 5; i++) {
      gc();
      await sides.rest();
    }
    await channel.send(7);
    await channel.send(8);
    await sides.rest();
    expect(got).to.deep.equal([7]);
    for (let i = 0; i < 50 && sides.trunk.link.peers.size > 0; i++) {
      gc();
      await sides.rest();
    }
    expect(sides.trunk.link.peers.size).to.equal(0);
    expect((await channel.recv()).value).to.equal(8);
  });

  it('comes again as another channel with the same values', async function () {
    if (gc === undefined) this.skip();
    const sides = new TwoSides();
    const channel = new Channel<number>(4);
    for (let i = 0; i < 30; i++) {
      const remote = sides.down(channel);
      await channel.send(i);
      const received = go(async () => remote.recv());
      if (i % 3 === 0) gc();
      await sides.rest();
      expect((await received).value).to.equal(i);
      if (i % 2 === 0) gc();
    }
  });
});
