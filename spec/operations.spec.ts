import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Channel, go, GoError, gosched, trySelect, type Op } from 'millrace';

/**
 * The table "What operations do" of docs/semantics.md, cell by cell: each operation is done on every
 * kind of channel in that state, in both forms of goroutine, and what was observed has to be what
 * the cell says.
 */
type Side = 'sends' | 'receives';
type Form = 'generator' | 'async';

/** What came of an operation, in the words of the table. */
type Words = string;

type Operation = {
  side: Side;
  does: (channel: Channel<number>, form: Form) => Words | Promise<Words>;
};

const page = readFileSync('docs/semantics.md', 'utf8');
const table = /^## What operations do\n+((?:\|.*\n)+)/m.exec(page)?.[1] ?? '';
const [head = [], , ...rows] = table
  .trim()
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

/** The channels of each column, as one side sees them. */
const states: Record<string, (side: Side) => Channel<number>[]> = {
  nil: () => [Channel.nil()],
  'open, must wait': (side) =>
    side === 'sends'
      ? [new Channel(), filled(1, 1), filled(3, 3)]
      : [new Channel(), new Channel(2)],
  'open, can go ahead': (side) =>
    side === 'sends'
      ? [awaited(), new Channel(1), filled(3, 2)]
      : [offered(), filled(1, 1), filled(3, 2)],
  'closed, values left': () => [closed(filled(1, 1)), closed(filled(3, 2))],
  'closed, empty': () => [closed(new Channel()), closed(new Channel(2))],
};

/** A channel with so many values: 1, 2, … */
function filled(capacity: number, count: number): Channel<number> {
  const channel = new Channel<number>(capacity);
  for (let n = 1; n <= count; n++) channel.trySend(n);
  return channel;
}

function closed(channel: Channel<number>): Channel<number> {
  channel.close();
  return channel;
}

/** Somebody waits to receive from it. */
function awaited(): Channel<number> {
  const channel = new Channel<number>();
  void channel.recv();
  return channel;
}

/** Somebody waits to send 1 on it. */
function offered(): Channel<number> {
  const channel = new Channel<number>();
  channel.send(1).catch(() => {});
  return channel;
}

const operations: Record<string, Operation> = {
  '`send`': mayWait(
    'sends',
    (channel) => channel.send(1),
    () => 'done',
  ),
  '`recv`': mayWait('receives', (channel) => channel.recv(), received),
  '`for await`': {
    side: 'receives',
    does: (channel) =>
      outcome(
        'receives',
        channel,
        go(async () => {
          for await (const value of channel) {
            return value === 1 ? 'the next value' : 'another value';
          }
          return 'ends';
        }),
      ),
  },
  '`trySend`': atOnce('sends', (channel) => `\`${String(channel.trySend(1))}\``),
  '`tryRecv`': atOnce('receives', (channel) => {
    const r = channel.tryRecv();
    return r === undefined ? '`undefined`' : received(r);
  }),
  '`close`': atOnce('receives', (channel) => {
    channel.close();
    expect(() => channel.trySend(1)).to.throw('send on closed channel');
    return 'closes';
  }),
  'an arm that sends': arm('sends', (channel) =>
    trySelect({ sent: channel.onSend(1) }) === undefined ? undefined : 'done',
  ),
  'an arm that receives': arm('receives', (channel) => {
    const r = trySelect({ channel });
    return r === undefined ? undefined : received(r);
  }),
};

function atOnce(side: Side, does: (channel: Channel<number>) => Words): Operation {
  return {
    side,
    does(channel) {
      try {
        return does(channel);
      } catch (error) {
        return thrown(error);
      }
    },
  };
}

/** An arm alone; it gives nothing while it is not ready. */
function arm(side: Side, take: (channel: Channel<number>) => Words | undefined): Operation {
  return atOnce(side, (channel) => {
    let words: Words | undefined;
    try {
      words = take(channel);
    } catch (error) {
      return `ready, and fails: ${thrown(error)}`;
    }
    if (words !== undefined) return words === 'done' ? 'ready' : `ready: ${words}`;
    if (side === 'receives') void channel.send(1);
    else void channel.recv();
    return take(channel) === undefined ? 'never ready' : 'not ready';
  });
}

function mayWait<T>(
  side: Side,
  start: (channel: Channel<number>) => Op<T>,
  say: (got: T) => Words,
): Operation {
  return {
    side,
    does(channel, form) {
      const ends: Op<Words> =
        form === 'async'
          ? go(async () => say(await start(channel)))
          : go(function* () {
              return say(yield* start(channel));
            });
      return outcome(side, channel, ends);
    },
  };
}

/** What comes of something that may wait, and whether it waits. */
async function outcome(side: Side, channel: Channel<number>, ends: Op<Words>): Promise<Words> {
  let words: Words | undefined;
  ends.then(
    (said) => (words = said),
    (error: unknown) => (words = thrown(error)),
  );
  await everybody();
  if (words !== undefined) return words;
  // What could let it go on.
  if (side === 'sends') channel.tryRecv();
  else channel.trySend(1);
  await everybody();
  return words === undefined ? 'waits for ever' : 'waits';
}

/** Everybody who can run has run, and so have those whom they woke. */
async function everybody(): Promise<void> {
  for (let i = 0; i < 10; i++) await gosched();
}

function thrown(error: unknown): Words {
  if (!(error instanceof GoError)) throw error;
  return `\`${error.name}\``;
}

function received({ value, ok }: { value: unknown; ok: boolean }): Words {
  if (!ok) return '`ok: false`';
  return value === 1 ? 'value, `ok: true`' : `${String(value)}, which is not the first`;
}

describe('the table of what operations do', () => {
  it('has a row for each operation and a column for each state', () => {
    expect(head.slice(1)).to.deep.equal(Object.keys(states));
    expect(rows.map(([name]) => name)).to.deep.equal(Object.keys(operations));
  });

  for (const [name = '', ...cells] of rows) {
    cells.forEach((cell, at) => {
      const state = head[at + 1] ?? '';
      it(`${name}, ${state}: ${cell}`, async () => {
        const { side, does } = operations[name] as Operation;
        for (const form of ['generator', 'async'] as const) {
          for (const channel of states[state]?.(side) ?? []) {
            expect(await does(channel, form), `${form}, capacity ${channel.capacity}`).to.equal(
              cell,
            );
          }
        }
      });
    });
  }
});
