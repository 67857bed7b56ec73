import { Channel, go, gosched, numGoroutine, type Receiver, type Routine } from 'millrace';
import { background, withCancel, type Context } from 'millrace/context';
import {
  batch,
  fanOut,
  filter,
  map,
  merge,
  orDone,
  pool,
  rateLimit,
  take,
} from 'millrace/patterns';
import { expect } from 'chai';
import fc from 'fast-check';
import { idle } from '../goroutine/script.ts';

/** Patterns that pass on what they receive, and how many values can be in their hands. */
interface Passage {
  make(ctx: Context, source: Receiver<number>): Receiver<number | number[]>[];
  hands: number;
  /** Several hand values on, each in its own time. */
  crowd?: true;
}

const later = async (n: number): Promise<number> => n;

const passages: Record<string, Passage> = {
  orDone: { make: (ctx, source) => [orDone(ctx, source)], hands: 1 },
  merge: { make: (ctx, source) => [merge(ctx, source)], hands: 1 },
  map: { make: (ctx, source) => [map(ctx, source, (n) => n)], hands: 1 },
  'map, waiting': { make: (ctx, source) => [map(ctx, source, later)], hands: 1 },
  filter: { make: (ctx, source) => [filter(ctx, source, () => true)], hands: 1 },
  take: { make: (ctx, source) => [take(ctx, source, 99)], hands: 1 },
  rateLimit: { make: (ctx, source) => [rateLimit(ctx, source, 0)], hands: 1 },
  batch: { make: (ctx, source) => [batch(ctx, source, { size: 2 })], hands: 2 },
  'batch, in time': {
    make: (ctx, source) => [batch(ctx, source, { size: 3, within: 0 })],
    hands: 3,
  },
  fanOut: { make: (ctx, source) => fanOut(ctx, source, 2), hands: 2, crowd: true },
  pool: { make: (ctx, source) => [pool(ctx, source, 2, later)], hands: 2, crowd: true },
};

/** How often somebody gives way before each thing that they do. */
const pauses = fc.array(fc.nat(3), { maxLength: 8 });

const traffic = fc.record({
  name: fc.constantFrom(...Object.keys(passages)),
  capacity: fc.nat(2),
  sender: pauses,
  closes: fc.boolean(),
  reader: pauses,
  /** When the context ends; never, if the source does. */
  end: fc.nat(30),
});

function* pause(times: number): Routine<void> {
  for (let i = 0; i < times; i++) yield* gosched();
}

function* send(to: Channel<number>, before: number[], closes: boolean): Routine<void> {
  for (const [n, times] of before.entries()) {
    yield* pause(times);
    yield* to.send(n);
  }
  if (closes) to.close();
}

function* read(from: Receiver<number | number[]>, before: number[], got: number[]): Routine<void> {
  for (let i = 0; ; i++) {
    yield* pause(before[i] ?? 0);
    const r = yield* from.recv();
    if (!r.ok) return;
    got.push(...[r.value].flat());
  }
}

/** What nobody has received, from the buffer and from who still sends. */
async function leftIn(source: Channel<number>): Promise<number[]> {
  const left: number[] = [];
  for (let r = source.tryRecv(); r?.ok === true; r = source.tryRecv()) {
    left.push(r.value);
    await idle();
  }
  return left;
}

describe('patterns that pass values on', () => {
  it('lose none but what is in their hands when the context ends, and leave nobody behind', () =>
    fc.assert(
      fc.asyncProperty(traffic, async ({ name, capacity, sender, closes, reader, end }) => {
        const { make, hands, crowd } = passages[name] as Passage;
        const before = numGoroutine();
        const [ctx, cancel] = withCancel(background());
        const source = new Channel<number>(capacity);
        const got: number[] = [];
        go(send, source, sender, closes);
        const readers = make(ctx, source).map((out) => go(read, out, reader, got));
        if (!closes || end < 15) {
          go(function* () {
            yield* pause(end);
            cancel();
          });
        }
        await Promise.all(readers);
        await idle();
        expect(source.receivers.first, 'who waits for the source').to.equal(null);

        const all = [...got, ...(await leftIn(source))];
        expect(new Set(all).size, 'none twice').to.equal(all.length);
        expect(sender.length - all.length, 'in the hands').to.be.at.most(hands);
        if (ctx.err() === undefined) expect(all.length).to.equal(sender.length);
        if (!crowd) expect(got).to.deep.equal(got.toSorted((a, b) => a - b));
        source.check();
        cancel();
        await idle();
        expect(numGoroutine()).to.equal(before);
      }),
      { numRuns: 300 },
    ));
});
