import { expect } from 'chai';
import { Channel, numGoroutine, select } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { Bell, idle, inBothForms, leavesNobodyBehind, on, type Body } from './forms.ts';

type Box = { n: number };

/** A channel, and weak references to what went through it; strong ones are gone with the stack. */
type Passage = () => Promise<{ channel: Channel<Box>; refs: WeakRef<Box>[] }>;

function boxes(count: number): { all: Box[]; refs: WeakRef<Box>[] } {
  const all = Array.from({ length: count }, (_, n) => ({ n }));
  return { all, refs: all.map((box) => new WeakRef(box)) };
}

/** How many are still there once the collector has run. */
async function alive(refs: WeakRef<Box>[]): Promise<number> {
  for (let i = 0; i < 10; i++) {
    await idle();
    gc?.();
    if (refs.every((ref) => ref.deref() === undefined)) break;
  }
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

const passages: Record<string, Passage> = {
  'was received from its buffer': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>(7);
    for (const box of all) channel.trySend(box);
    for (const _ of all) channel.tryRecv();
    return { channel, refs };
  },
  'was drained after a close': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>(7);
    for (const box of all) channel.trySend(box);
    channel.close();
    for (const _ of all) channel.tryRecv();
    return { channel, refs };
  },
  'a waiting sender handed over': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>(2);
    const ops = all.map((box) => channel.send(box));
    for (const _ of all) channel.tryRecv();
    await Promise.all(ops);
    return { channel, refs };
  },
  'a waiting sender lost at a close': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>();
    const ops = all.map((box) => channel.send(box).catch(() => {}));
    channel.close();
    await Promise.all(ops);
    return { channel, refs };
  },
  'an abort took back': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>();
    const signal = new Bell();
    const ops = all.map((box) => channel.send(box, { signal }).catch(() => {}));
    signal.ring('gone');
    await Promise.all(ops);
    return { channel, refs };
  },
  'the send arm of a select that lost held': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>();
    const win = new Channel<number>();
    const ops = all.map((box) => select({ win, lose: channel.onSend(box) }));
    for (const _ of all) win.trySend(1);
    await Promise.all(ops);
    return { channel, refs };
  },
  'was handed to a waiting receiver': async () => {
    const { all, refs } = boxes(7);
    const channel = new Channel<Box>(3);
    const ops = all.map(() => channel.recv());
    for (const box of all) channel.trySend(box);
    await Promise.all(ops);
    return { channel, refs };
  },
};

describe('Channel: memory', () => {
  leavesNobodyBehind();

  for (const [what, passage] of Object.entries(passages)) {
    it(`keeps nothing alive that ${what} [CH-28] [T-045]`, async () => {
      const { channel, refs } = await passage();
      expect(await alive(refs)).to.equal(0);
      channel.check();
    });
  }

  it('keeps alive what is still in its buffer, so the collector does run [CH-28]', async () => {
    const { channel, refs } = await (async () => {
      const { all, refs } = boxes(4);
      const channel = new Channel<Box>(4);
      for (const box of all) channel.trySend(box);
      channel.tryRecv();
      return { channel, refs };
    })();
    expect(await alive(refs)).to.equal(3);
    expect(channel.length).to.equal(3);
  });

  it('is collected, waiters and all, when nobody can reach it any more [CH-58 differs]', async () => {
    const refs = (() => {
      const channel = new Channel<number>();
      void channel.recv();
      void select({ channel });
      return [new WeakRef(channel as unknown as Box)];
    })();
    expect(await alive(refs)).to.equal(0);
  });

  inBothForms((form) => {
    it('holds no goroutine that nobody can wake, which counts all the same [CH-58 differs]', async () => {
      const before = numGoroutine();
      const refs: WeakRef<Box>[] = [];
      function* lost(box: Box): Body<number> {
        refs.push(new WeakRef(box));
        yield* on(new Channel<number>(0, { name: `with ${box.n}` }).recv());
        return box.n;
      }
      for (let n = 0; n < 7; n++) void form.start(lost, { n });
      await idle();
      expect(refs).to.have.lengthOf(7);
      expect(await alive(refs)).to.equal(0);
      expect(numGoroutine()).to.equal(before + 7);
      // For the specs that follow: these goroutines will never end.
      kernel.home.live -= 7;
    });
  });
});
