import { expect } from 'chai';
import { Channel, MisuseError, select, trySelect, type Receiver } from 'millrace';
import { failure, idle, inBothForms, leavesNobodyBehind, on, waits } from '../channel/forms.ts';

/** A select that takes anything, as a caller without types can. */
const anySelect = select as (arms: unknown, options?: unknown) => ReturnType<typeof select>;
const anyTrySelect = trySelect as (arms: unknown) => unknown;

describe('select: its arms', () => {
  leavesNobodyBehind();

  it('are named by the keys of a record, and numbered in an array [RS-01]', async () => {
    const channel = new Channel<string>(3);
    for (const value of ['a', 'b', 'c']) channel.trySend(value);
    expect(await select({ 'some key': channel })).to.deep.equal({
      key: 'some key',
      value: 'a',
      ok: true,
    });
    expect(await select([null, channel])).to.deep.equal({ key: 1, value: 'b', ok: true });
    expect(trySelect({ 7: channel })).to.deep.equal({ key: '7', value: 'c', ok: true });
  });

  inBothForms((form) => {
    it('without a channel are never ready: null, undefined, nil, a hole [SEL-10, RS-03, CH-01]', async () => {
      const stop = new AbortController();
      const { signal } = stop;
      const nil = Channel.nil<number>();
      const sets = [
        { a: null, b: undefined, c: nil, d: nil.onSend(1) },
        [null, undefined, nil, nil.onSend(1)],
        // oxlint-disable-next-line no-sparse-arrays -- a hole is the point
        [, nil],
      ];
      for (const arms of sets) expect(anyTrySelect(arms)).to.equal(undefined);
      const all = sets.map((arms) =>
        form.start(function* () {
          yield* on(anySelect(arms, { signal }));
        }),
      );
      for (const one of all) expect(await waits(one)).to.equal(true);
      stop.abort('enough');
      for (const one of all) expect(await failure(one)).to.equal('enough');
    });

    it('may be none: then it waits for ever, and trySelect does not [SEL-09, RS-02]', async () => {
      expect([trySelect({}), trySelect([])]).to.deep.equal([undefined, undefined]);
      for (const arms of [{}, []] as const) {
        const stop = new AbortController();
        const waiting = form.start(function* () {
          yield* on(select(arms, { signal: stop.signal }));
        });
        expect(await waits(waiting)).to.equal(true);
        stop.abort('enough');
        expect(await failure(waiting)).to.equal('enough');
      }
    });

    it('beside nil ones work as ever [SEL-10]', async () => {
      const channel = new Channel<number>();
      const waiting = form.start(function* () {
        return yield* on(select({ a: null, channel, b: Channel.nil<number>() }));
      });
      await idle();
      expect(channel.trySend(1)).to.equal(true);
      expect(await waiting).to.deep.equal({ key: 'channel', value: 1, ok: true });
    });
  });

  it('are a snapshot of own enumerable properties: inherited ones do not count', async () => {
    const ready = new Channel<number>(1);
    ready.trySend(1);
    const arms = Object.create({ inherited: ready }) as { own: Receiver<number> };
    arms.own = new Channel<number>();
    Object.defineProperty(arms, 'hidden', { value: ready, enumerable: false });
    expect(trySelect(arms)).to.equal(undefined);
  });

  for (const [name, arm] of Object.entries({
    'a number': 1,
    'a string': 'x',
    'a function': () => {},
    'an object': {},
    'a promise': Promise.resolve(1),
    false: false,
    zero: 0,
    'an empty string': '',
  })) {
    it(`are refused if one is ${name}, and nothing is done [RS-06]`, async () => {
      const ready = new Channel<number>(1);
      ready.trySend(1);
      const waiting = new Channel<number>();
      for (const arms of [{ ready, waiting, bad: arm }, [ready, waiting, arm]]) {
        const error = await failure(anySelect(arms));
        expect(error).to.be.an.instanceOf(MisuseError);
        expect((error as Error).message).to.match(/^select: arm (bad|2)/);
        expect(() => anyTrySelect(arms)).to.throw(MisuseError, /^select: arm (bad|2)/);
      }
      expect([ready.length, waiting.receivers.first]).to.deep.equal([1, null]);
      expect(trySelect({ ready }), 'the next select').to.include({ value: 1 });
    });
  }

  for (const [name, arms] of Object.entries({
    null: null,
    undefined: undefined,
    'a number': 1,
    'a string': 'ab',
    'a function': () => {},
    'a channel itself': new Channel<number>(),
    'a send arm itself': new Channel<number>().onSend(1),
  })) {
    it(`are refused if they are ${name} [RS-06]`, async () => {
      const op = anySelect(arms);
      expect(await waits(op), 'waits').to.equal(false);
      expect(await failure(op)).to.be.an.instanceOf(MisuseError);
      expect(() => anyTrySelect(arms)).to.throw(MisuseError, /^select: /);
    });
  }

  it('come with options that it knows, or it is refused and nothing is done', async () => {
    const ready = new Channel<number>(1);
    ready.trySend(1);
    for (const options of [{ timeout: 5 }, null, 'soon', { signal: {} }]) {
      expect(await failure(anySelect({ ready }, options))).to.be.an.instanceOf(MisuseError);
    }
    expect(ready.length).to.equal(1);
  });
});
