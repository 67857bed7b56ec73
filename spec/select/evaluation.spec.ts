import { expect } from 'chai';
import { Channel, select, trySelect, type Arm } from 'millrace';
import { failure, idle, inBothForms, leavesNobodyBehind, on, type Body } from '../channel/forms.ts';

/** A record whose arms note that they were read. */
function noting(reads: string[], arms: Record<string, Channel<number> | Arm | null | undefined>) {
  const record: typeof arms = {};
  for (const key of Object.keys(arms)) {
    const get = (): (typeof arms)[string] => {
      reads.push(key);
      return arms[key];
    };
    Object.defineProperty(record, key, { get, enumerable: true });
  }
  return record;
}

describe('select: what it reads', () => {
  leavesNobodyBehind();

  it('is every arm once, in source order, taken or not, nil or not [SEL-01] [T-008]', async () => {
    const ready = new Channel<number>(1);
    const full = new Channel<number>(1);
    full.trySend(0);
    const arms = {
      b: null,
      z: full.onSend(1),
      a: ready,
      nil: Channel.nil<number>(),
      toNil: Channel.nil<number>().onSend(2),
      none: undefined,
      c: new Channel<number>(),
    };
    const reads: string[] = [];
    ready.trySend(1);
    expect(await select(noting(reads, arms))).to.include({ key: 'a', value: 1 });
    expect(reads).to.deep.equal(Object.keys(arms));

    reads.length = 0;
    expect(trySelect(noting(reads, arms)), 'with a default').to.equal(undefined);
    expect(reads).to.deep.equal(Object.keys(arms));

    reads.length = 0;
    const waiting = select(noting(reads, arms));
    expect(reads, 'at the call').to.deep.equal(Object.keys(arms));
    ready.trySend(2);
    expect(await waiting).to.include({ key: 'a', value: 2 });
    expect(reads, 'and never again').to.deep.equal(Object.keys(arms));
  });

  inBothForms((form) => {
    it('is done at the call, however it goes on [SEL-01]', async () => {
      let reads: string[] = [];
      const never = new Channel<number>();
      const after: string[][] = [];
      function* body(): Body {
        for (let i = 0; i < 10; i++) {
          reads = [];
          const go = new Channel<number>(1);
          if (i % 2 === 0) go.trySend(i);
          const op = select(noting(reads, { never, go, nil: null }));
          after.push([...reads]);
          if (i % 2 === 1) go.trySend(i);
          const { key } = yield* on(op);
          expect(key).to.equal('go');
        }
      }
      await form.start(body);
      expect(after).to.deep.equal(Array.from({ length: 10 }, () => ['never', 'go', 'nil']));
      expect(never.receivers.first).to.equal(null);
    });
  });

  it('what an arm was at the call counts, whatever becomes of it then [SEL-04] [T-041]', async () => {
    let channel: Channel<number> | null = new Channel<number>();
    const original = channel;
    const arms: { first: Channel<number> | null; second: unknown; third: Arm | null } = {
      first: channel,
      get second() {
        // As a later operand that reassigns what an earlier one has read.
        channel = null;
        arms.first = null;
        arms.third = other.onSend(9);
        return null;
      },
      third: null,
    };
    const other = new Channel<number>();
    const waiting = select(arms as { first: Channel<number>; third: Arm<void> });
    expect(channel).to.equal(null);
    arms.third = null;
    await idle();
    expect(other.tryRecv(), 'the third was read after it was changed').to.include({ value: 9 });
    expect(await waiting).to.include({ key: 'third' });
    expect(original.receivers.first).to.equal(null);
  });

  it('the value of a send arm is the one it was made with [SEL-01, SEL-04, CH-19]', async () => {
    const channel = new Channel<number>();
    let value = 1;
    const arm = channel.onSend(value);
    value = 2;
    const waiting = select({ arm, never: new Channel<number>() });
    value = 3;
    expect(channel.tryRecv()).to.include({ value: 1 });
    await waiting;
    expect(value).to.equal(3);
  });

  it('an arm that is not taken does nothing to its value [SEL-02] [T-011]', async () => {
    const ready = new Channel<number>(1);
    const full = new Channel<object>(1);
    full.trySend({});
    ready.trySend(1);
    const value = new Proxy(
      {},
      {
        get: () => expect.fail('read'),
        has: () => expect.fail('asked'),
        getPrototypeOf: () => expect.fail('inspected'),
      },
    );
    expect(await select({ ready, lost: full.onSend(value) })).to.include({ key: 'ready' });
    expect(full.length).to.equal(1);
  });

  it('ends with an operand that throws: nothing was done, the rest is not read [SEL-03]', async () => {
    const ready = new Channel<number>(2);
    ready.trySend(1);
    let later = 0;
    const arms = {
      ready,
      get broken(): Channel<number> {
        throw new Error('no channel here');
      },
      get later() {
        later++;
        return ready;
      },
    };
    expect(await failure(select(arms))).to.have.property('message', 'no channel here');
    expect(() => trySelect(arms)).to.throw('no channel here');
    expect([later, ready.length, ready.receivers.first]).to.deep.equal([0, 1, null]);
    expect(await select({ ready })).to.include({ value: 1 });
    ready.trySend(2);
    expect(await select({ never: null, ready }), 'the next is not disturbed').to.include({
      key: 'ready',
      value: 2,
    });
  });

  it('may itself select, to any depth [SEL-01]', async () => {
    const channel = new Channel<number>(9);
    for (let i = 1; i <= 9; i++) channel.trySend(i);
    const nested = (depth: number): { a: Channel<number>; b: Channel<never>; c: null } => ({
      a: channel,
      get b() {
        if (depth > 0) {
          expect(trySelect(nested(depth - 1))).to.include({ key: 'a', value: depth });
        }
        return new Channel<never>();
      },
      c: null,
    });
    expect(await select(nested(3))).to.deep.equal({ key: 'a', value: 4, ok: true });
    expect(trySelect(nested(0))).to.deep.equal({ key: 'a', value: 5, ok: true });
  });
});
