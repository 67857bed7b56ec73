import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, go, gosched, select } from 'millrace';
import type { Goroutine, Receiver, Routine, Sender } from 'millrace';
import type { Recording } from 'millrace/trace';
import { eventsOf, recorded } from './support.ts';

/** A channel, who sends how often, and who receives how often; both in either form. */
interface Traffic {
  capacity: number;
  senders: { times: number; light: boolean; selects: boolean }[];
  receivers: { share: number; light: boolean; selects: boolean }[];
}

const form = { light: fc.boolean(), selects: fc.boolean() };
const traffic: fc.Arbitrary<Traffic> = fc.record({
  capacity: fc.nat(3),
  senders: fc.array(fc.record({ times: fc.nat(4), ...form }), { minLength: 1, maxLength: 3 }),
  receivers: fc.array(fc.record({ share: fc.nat(4), ...form }), { minLength: 1, maxLength: 3 }),
});

let lastValue = 0;

function* sends(
  to: Sender<number>,
  times: number,
  selects: boolean,
  sent: number[],
): Routine<void> {
  for (let i = 0; i < times; i++) {
    const value = ++lastValue;
    sent.push(value);
    if (selects) yield* select([to.onSend(value), null]);
    else yield* to.send(value);
    if (i % 2 === 1) yield* gosched();
  }
}

async function sendsAsync(to: Sender<number>, times: number, _: boolean, sent: number[]) {
  for (let i = 0; i < times; i++) {
    const value = ++lastValue;
    sent.push(value);
    await to.send(value);
  }
}

function* receives(
  from: Receiver<number>,
  times: number,
  selects: boolean,
  got: unknown[],
): Routine<void> {
  for (let i = 0; i < times; i++) {
    if (selects) got.push((yield* select([from])).value);
    else got.push((yield* from.recv()).value);
  }
}

async function receivesAsync(from: Receiver<number>, times: number, _: boolean, got: unknown[]) {
  for (let i = 0; i < times; i++) got.push((await from.recv()).value);
}

interface Ran {
  /** By the id of the goroutine. */
  sent: Map<number, number[]>;
  got: Map<number, unknown[]>;
}

/** Everyone sends and receives; as much is received as is sent. */
async function run({ capacity, senders, receivers }: Traffic): Promise<Ran> {
  const channel = new Channel<number>(capacity);
  const ran: Ran = { sent: new Map(), got: new Map() };
  const all: Goroutine<void>[] = [];
  let left = senders.reduce((sum, { times }) => sum + times, 0);
  for (const { times, light, selects } of senders) {
    const sent: number[] = [];
    const one = go(light ? sends : sendsAsync, channel, times, selects, sent);
    ran.sent.set(one.id, sent);
    all.push(one);
  }
  for (const [i, { share, light, selects }] of receivers.entries()) {
    const times = i === receivers.length - 1 ? left : Math.min(left, share);
    left -= times;
    const got: unknown[] = [];
    const one = go(light ? receives : receivesAsync, channel, times, selects, got);
    ran.got.set(one.id, got);
    all.push(one);
  }
  await Promise.all(all);
  return ran;
}

/** What each goroutine sent, or got, as the recording has it. */
function told(recording: Recording, end: 'from' | 'to'): Map<number, string[]> {
  const all = new Map<number, string[]>();
  for (const message of eventsOf(recording, 'message')) {
    const id = message[end];
    all.set(id, [...(all.get(id) ?? []), message.value]);
  }
  return all;
}

function texts(all: Map<number, unknown[]>): Map<number, string[]> {
  const some = [...all].filter(([, values]) => values.length > 0);
  return new Map(some.map(([id, values]) => [id, values.map(String)]));
}

/** One thing at a time: between two runs there is a wait, and nothing comes after the end. */
function expectOrder(recording: Recording): void {
  const doing = new Map<number, string>();
  let lastMs = 0;
  for (const event of recording.events) {
    expect(event.at).to.be.at.least(lastMs);
    lastMs = event.at;
    if (event.kind === 'message') {
      expect(event.sentAt).to.be.at.most(event.at);
      expect(event.sentAt).to.be.at.least(0);
    }
    if (event.kind === 'message' || event.kind === 'close') continue;
    const before = doing.get(event.goroutine) ?? 'nothing';
    const after = {
      go: ['nothing'],
      run: ['go', 'wait', 'wake'],
      wait: ['run'],
      wake: ['wait'],
      // What an async function returns takes a while to arrive.
      end: ['run', 'wait'],
    }[event.kind];
    expect(after, `${event.kind} of goroutine ${String(event.goroutine)}`).to.include(before);
    doing.set(event.goroutine, event.kind);
  }
}

describe('record', () => {
  it('tells of each value once, who sent it and who got it, in the order of the channel', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async (some) => {
        let ran: Ran = { sent: new Map(), got: new Map() };
        const recording = await recorded(async () => {
          ran = await run(some);
        });
        expect(told(recording, 'from')).to.deep.equal(texts(ran.sent));
        expect(told(recording, 'to')).to.deep.equal(texts(ran.got));
        const ended = eventsOf(recording, 'end').map(({ goroutine }) => goroutine);
        expect(ended).to.have.members([...ran.sent.keys(), ...ran.got.keys()]);
      }),
      { numRuns: 150 },
    );
  });

  it('lets each goroutine do one thing at a time, and time go forwards', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async (some) => {
        expectOrder(await recorded(() => run(some)));
      }),
      { numRuns: 150 },
    );
  });
});
