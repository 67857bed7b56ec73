import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, go, select } from 'millrace';
import { macrotask } from '../../lib/kernel/host.ts';
import { TwoSides } from '../support/two-sides.ts';

/** What was received at a thread, in order; how many goroutines receive there. */
interface Receipts {
  readonly values: number[];
  readonly receivers: number;
}

const VALUES = 60;

/** Receives for ever, plainly or in a select. */
function receive(channel: Channel<number>, count: number, selects: boolean): Receipts {
  const values: number[] = [];
  const never = new Channel<never>();
  for (let i = 0; i < count; i++) {
    go(async () => {
      for (;;) {
        const got = selects ? await select({ channel, never }) : await channel.recv();
        if (!got.ok) return;
        values.push(got.value as number);
      }
    }).catch(() => undefined);
  }
  return { values, receivers: count };
}

const turn = (): Promise<void> =>
  new Promise((resolve) => {
    macrotask(resolve);
  });

describe('a thread that dies', () => {
  it('takes nothing along but what its goroutines had in hand, and nothing comes twice', async () => {
    const cases = fc.record({
      capacity: fc.constantFrom(0, 1, 2, 16, 64),
      receivers: fc.array(fc.nat({ max: 2 }), { minLength: 2, maxLength: 2 }),
      selects: fc.boolean(),
      moves: fc.array(fc.nat({ max: 5 }), { maxLength: 60 }),
      senders: fc.integer({ min: 1, max: 3 }),
      microtasks: fc.nat({ max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        cases,
        async ({ capacity, receivers, selects, moves, senders, microtasks }) => {
          const leaves = [new TwoSides(), new TwoSides()];
          const channel = new Channel<number>(capacity);
          const receipts = leaves.map((leaf, i) =>
            receive(leaf.down(channel), receivers[i] as number, selects),
          );
          let next = 0;
          for (let i = 0; i < senders; i++) {
            go(function* () {
              while (next < VALUES) yield* channel.send(next++);
            });
          }
          for (const move of moves) {
            if (move < 4) leaves[move >> 1]?.arrive((move & 1) === 1);
            else await turn();
          }
          // One dies in the middle of it, the other gets what is left. It may have taken values and
          // not have come to say so.
          const [dead, alive] = leaves as [TwoSides, TwoSides];
          dead.arrive(true);
          for (let i = 0; i < microtasks; i++) await Promise.resolve();
          const [taken, others] = receipts as [Receipts, Receipts];
          dead.kill();
          const last = [...taken.values];
          const here = receive(channel, 1, false);
          await alive.rest();
          channel.check();
          const got = [...last, ...others.values, ...here.values].sort((a, b) => a - b);
          expect(new Set(got).size, 'nothing twice').to.equal(got.length);
          expect(VALUES - got.length, 'lost').to.be.within(0, taken.receivers);
          channel.close();
          await alive.rest();
        },
      ),
      { numRuns: Number(process.env['KILL_RUNS'] ?? 300) },
    );
  });
});
