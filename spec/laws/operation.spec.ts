/** An operation tells everybody who waits for it the same, whenever, wherever and however they do. */
import { Channel, go, select, type Op } from 'millrace';
import { expect } from 'chai';
import fc from 'fast-check';
import { law, settled } from './support/law.ts';
import type { Pace } from './support/command.ts';
import { hurry } from './support/rig.ts';
import { forms, start, wait } from './support/script.ts';
import { rest } from './support/traffic.ts';

const begin = {
  recv: (channel: Channel<number>): Op<unknown> => channel.recv(),
  send: (channel: Channel<number>): Op<unknown> => channel.send(1),
  select: (channel: Channel<number>): Op<unknown> => select({ channel }),
  put: (channel: Channel<number>): Op<unknown> => select({ put: channel.onSend(1) }),
  abortable: (channel: Channel<number>): Op<unknown> =>
    channel.recv({ signal: new AbortController().signal }),
  goroutine: (channel: Channel<number>): Op<unknown> => go(body, channel),
};

function* body(channel: Channel<number>) {
  return yield* channel.recv();
}

/** Who waits, after how many turns: a goroutine of either form, or a reaction to the promise. */
type Observer = {
  how: (typeof forms)[number] | 'then' | 'catch' | 'finally' | 'all';
  turns: number;
};

type Plan = {
  kind: keyof typeof begin;
  /** Where it is made: in a generator goroutine it is no promise. */
  inside: boolean;
  pace: Pace;
  observers: Observer[];
  /** After how many turns it ends; before it is made if negative. */
  ends: number;
  /** Whether it ends by a close, which lets sends fail. */
  closes: boolean;
};

const plan: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom(...(Object.keys(begin) as Plan['kind'][])),
  inside: fc.boolean(),
  pace: fc.constantFrom<Pace>('fast', 'looks', 'late'),
  observers: fc.array(
    fc.record({
      how: fc.constantFrom<Observer['how']>(...forms, ...forms, 'then', 'catch', 'finally', 'all'),
      turns: fc.nat({ max: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  ends: fc.integer({ min: -1, max: 4 }),
  closes: fc.boolean(),
});

const sends = (kind: Plan['kind']): boolean => kind === 'send' || kind === 'put';

/** Makes a wait of that kind end; a channel of capacity 1 was filled before, if it is a send. */
function end(channel: Channel<number>, { kind, closes }: Plan): void {
  if (closes) channel.close();
  else if (sends(kind)) channel.tryRecv();
  else channel.trySend(1);
}

/** What an observer has learnt, as text: the value, or the error's code. */
function learn(op: Op<unknown>, how: Observer['how'], note: (text: string) => void): void {
  const good = (value: unknown): void => note(JSON.stringify(value) ?? 'undefined');
  const bad = (error: unknown): void => note((error as { code: string }).code);
  if (how === 'then') void op.then(good, bad);
  else if (how === 'catch') void op.catch(bad).then((value) => value !== undefined && good(value));
  else if (how === 'finally') void op.finally(() => {}).then(good, bad);
  else if (how === 'all') void Promise.all([op, 0, op]).then(([value]) => good(value), bad);
  else {
    start(how, function* () {
      try {
        good(yield* wait(op));
      } catch (error) {
        bad(error);
      }
    });
  }
}

function expected({ kind, closes }: Plan): string {
  if (sends(kind) && closes) return 'SEND_ON_CLOSED_CHANNEL';
  if (kind === 'send') return 'undefined';
  if (kind === 'put') return JSON.stringify({ key: 'put', ok: true });
  if (kind === 'select')
    return JSON.stringify({ key: 'channel', ...(closes ? {} : { value: 1 }), ok: !closes });
  return JSON.stringify(closes ? { ok: false, done: true } : { value: 1, ok: true, done: false });
}

describe('Law: an operation tells everybody the same', () => {
  it('whoever waits, once or often, before it is over or long after', async () => {
    const property = fc.asyncProperty(plan, async (one) => {
      const channel = new Channel<number>(1);
      if (sends(one.kind)) channel.trySend(0);
      const learnt: string[] = [];
      const act = function* (op: Op<unknown>) {
        // Should the slice end before anybody waits, its failure would be the host's to tell.
        if (sends(one.kind) && one.closes) op.catch(() => {});
        for (const { how, turns } of one.observers) {
          start('generator', function* () {
            yield* rest(turns);
            learn(op, how, (text) => void learnt.push(text));
          });
        }
        if (one.ends < 0) return;
        yield* rest(one.ends);
        end(channel, one);
      };
      if (one.ends < 0) end(channel, one);
      // A goroutine's channel is looked at when it runs, in its own hurry.
      if (one.inside) {
        start('generator', function* () {
          hurry(one.pace);
          yield* act(begin[one.kind](channel));
        });
      } else {
        hurry(one.pace);
        const op = begin[one.kind](channel);
        start('generator', () => act(op));
      }
      for (let i = 0; i < 5; i++) await settled();
      // `catch` on a send that went well has nothing to tell.
      const silent = one.kind === 'send' && !one.closes ? 'catch' : '';
      const many = one.observers.filter(({ how }) => how !== silent).length;
      expect(learnt).to.deep.equal(new Array(many).fill(expected(one)));
      channel.check();
    });
    await law(property, { weight: 5 });
  });
});
