import { expect } from 'chai';
import { Channel, select, trySelect, type Op } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, type Body } from '../../channel/forms.ts';

/** Channels in every state; those with room or values have both. */
const states: Record<string, () => Channel<number>> = {
  nil: () => Channel.nil(),
  'unbuffered, nobody there': () => new Channel(),
  'buffered, empty': () => filled(2, 0),
  'buffered, half full': () => filled(2, 1),
  'buffered, full': () => filled(2, 2),
  'closed, unbuffered': () => closed(new Channel()),
  'closed, drained': () => closed(filled(2, 0)),
  'closed, with values': () => closed(filled(2, 1)),
};

function filled(capacity: number, count: number): Channel<number> {
  const channel = new Channel<number>(capacity);
  for (let i = 0; i < count; i++) channel.trySend(100 + i);
  return channel;
}

function closed(channel: Channel<number>): Channel<number> {
  channel.close();
  return channel;
}

/** What comes of one operation: what it gives, or that it waits, fails, or takes the default. */
const table: Record<string, { recv: string; send: string }> = {
  nil: { recv: 'waits', send: 'waits' },
  'unbuffered, nobody there': { recv: 'waits', send: 'waits' },
  'buffered, empty': { recv: 'waits', send: 'sent, len 1' },
  'buffered, half full': { recv: '100, len 0', send: 'sent, len 2' },
  'buffered, full': { recv: '100, len 1', send: 'waits' },
  'closed, unbuffered': { recv: 'closed, len 0', send: 'send on closed channel, len 0' },
  'closed, drained': { recv: 'closed, len 0', send: 'send on closed channel, len 0' },
  'closed, with values': { recv: '100, len 0', send: 'send on closed channel, len 1' },
};

type Got = { value: unknown; ok: boolean } | undefined;
type Wait = { signal: AbortSignal };

/** The ways to do one operation; those that never wait give `undefined` where others would. */
const receiving: Record<string, (c: Channel<number>, w: Wait) => Op<Got> | Got> = {
  plain: (c, w) => c.recv(w),
  'in a select of one': (c, w) => select({ c }, w),
  'in a select, after others': (c, w) => select({ a: new Channel<number>(), b: null, c }, w),
  'in a select, before others': (c, w) => select([c, Channel.nil<number>().onSend(1)], w),
  try: (c) => c.tryRecv(),
  'in a select with a default': (c) => trySelect({ c }),
  'in a larger select with a default': (c) => trySelect([null, c, new Channel<number>()]),
};

const sending: Record<string, (c: Channel<number>, w: Wait) => Op<Got | void> | Got> = {
  plain: (c, w) => c.send(7, w),
  'in a select of one': (c, w) => select({ c: c.onSend(7) }, w),
  'in a select, after others': (c, w) => select({ a: new Channel<number>(), c: c.onSend(7) }, w),
  'in a select, before others': (c, w) => select([c.onSend(7), null, new Channel<number>()], w),
  try: (c) => (c.trySend(7) ? { value: undefined, ok: true } : undefined),
  'in a select with a default': (c) => trySelect({ c: c.onSend(7) }),
  'in a larger select with a default': (c) => trySelect([new Channel<number>(), c.onSend(7)]),
};

describe('Go: every way to use a channel, in every state', () => {
  leavesNobodyBehind();

  inBothForms((form) => {
    for (const [what, ways] of [
      ['recv', receiving],
      ['send', sending],
    ] as const) {
      for (const [way, act] of Object.entries(ways)) {
        it(`${what} ${way} [T-010, T-030] [CH-13, CH-14, CH-15, CH-21, SEL-07, SEL-08, SEL-10, SEL-24]`, async () => {
          for (const [state, make] of Object.entries(states)) {
            const channel = make();
            const stop = new AbortController();
            const length = (): string => `, len ${channel.length}`;
            function* body(): Body<string> {
              try {
                const acted = act(channel, { signal: stop.signal });
                const waiting = acted as Op<Got> | undefined;
                const never = way.startsWith('try') || way.endsWith('a default');
                if (never && acted === undefined) return 'waits';
                const got = never ? (acted as Got) : yield* on(waiting as Op<Got>);
                if (what === 'send') return `sent${length()}`;
                return `${got?.ok === true ? String(got.value) : 'closed'}${length()}`;
              } catch (error) {
                return error instanceof Error ? `${error.message}${length()}` : String(error);
              }
            }
            const running = form.start(body);
            await idle();
            stop.abort('waits');
            expect(await running, state).to.equal(table[state]?.[what]);
          }
        });
      }
    }
  });
});
