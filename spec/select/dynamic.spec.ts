import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, select, SendOnClosedError, trySelect, type Arm, type Receiver } from 'millrace';
import { failure, idle, inBothForms, leavesNobodyBehind, on } from '../channel/forms.ts';

type Kind = 'nil' | 'null' | 'empty' | 'full' | 'drained' | 'closed';
const kinds: readonly Kind[] = ['nil', 'null', 'empty', 'full', 'drained', 'closed'];

function make(kind: Kind): Channel<number> | null {
  if (kind === 'null') return null;
  if (kind === 'nil') return Channel.nil();
  const channel = new Channel<number>(1);
  if (kind === 'full' || kind === 'drained') channel.trySend(7);
  if (kind === 'closed' || kind === 'drained') channel.close();
  return channel;
}

/** What an arm does by itself: nothing if it would wait. */
function alone(
  kind: Kind,
  sends: boolean,
): { value?: unknown; ok?: boolean; throws?: boolean } | null {
  if (kind === 'nil' || kind === 'null') return null;
  if (sends) {
    if (kind === 'empty') return { value: undefined, ok: true };
    return kind === 'full' ? null : { throws: true };
  }
  if (kind === 'empty') return null;
  return kind === 'closed' ? { value: undefined, ok: false } : { value: 7, ok: true };
}

describe('select: arms made at run time', () => {
  leavesNobodyBehind();

  it('does what one of its ready arms does, nothing else, and says which [RS-01, RS-03, RS-05, RS-07, SEL-20]', async () => {
    const arm = fc.tuple(fc.constantFrom(...kinds), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(arm, { maxLength: 12 }), fc.boolean(), async (list, tries) => {
        const channels = list.map(([kind]) => make(kind));
        const lengths = channels.map((channel) => channel?.length);
        const arms = channels.map((channel, i) => {
          return list[i]?.[1] === true ? channel?.onSend(9) : channel;
        });
        const effects = list.map(([kind, sends]) => alone(kind, sends));
        const ready = effects.flatMap((effect, i) => (effect === null ? [] : [i]));
        if (ready.length === 0) {
          expect(trySelect(arms)).to.equal(undefined);
          return;
        }
        let got: { key: number; value: unknown; ok: boolean } | undefined;
        let thrown: unknown;
        try {
          got = tries ? trySelect(arms) : await select(arms);
        } catch (error) {
          thrown = error;
        }
        const changed = channels.flatMap((channel, i) =>
          channel?.length === lengths[i] ? [] : [i],
        );
        if (thrown !== undefined) {
          expect(thrown).to.be.an.instanceOf(SendOnClosedError);
          expect(effects.some((effect) => effect?.throws)).to.equal(true);
          expect(changed).to.deep.equal([]);
          return;
        }
        const key = got?.key ?? -1;
        expect(ready).to.include(key);
        expect(got).to.deep.equal({ key, ...effects[key] });
        // A receive from a closed, drained channel changes nothing.
        expect(changed).to.deep.equal(got?.ok === true ? [key] : []);
      }),
      { numRuns: 500 },
    );
  });

  inBothForms((form) => {
    it('may have arms of many types, and any number of them [RS-01]', async () => {
      const strings = new Channel<string>();
      const arms: (Receiver<unknown> | Arm<void> | null)[] = [null];
      for (let i = 0; i < 100; i++) arms.push(new Channel<number>());
      arms.push(strings);
      const waiting = form.start(function* () {
        return yield* on(select(arms));
      });
      await idle();
      strings.trySend('found');
      expect(await waiting).to.deep.equal({ key: 101, value: 'found', ok: true });
    });

    it('gives a result of its own each time [SEL-29] [T-046]', async () => {
      const channel = new Channel<number>(1);
      const results = await form.start(function* () {
        const all = [];
        for (let i = 0; i < 3; i++) {
          channel.trySend(i);
          all.push(yield* on(select({ channel })));
        }
        channel.close();
        all.push(yield* on(select({ channel })), yield* on(select({ channel })));
        return all;
      });
      expect(results.map(({ value }) => value)).to.deep.equal([0, 1, 2, undefined, undefined]);
      expect(new Set(results).size).to.equal(5);
    });
  });

  it('with nothing but the default takes that [RS-04]', () => {
    expect(trySelect([])).to.equal(undefined);
    expect(trySelect([null, undefined])).to.equal(undefined);
  });

  it('of a send says ok and no value; of a close not ok and no value [RS-05]', async () => {
    const channel = new Channel<number>(1);
    expect(await select([channel.onSend(1)])).to.deep.equal({ key: 0, value: undefined, ok: true });
    channel.tryRecv();
    channel.close();
    expect(await select([channel])).to.deep.equal({ key: 0, value: undefined, ok: false });
    expect(await failure(select([channel.onSend(2)]))).to.be.an.instanceOf(SendOnClosedError);
  });
});
