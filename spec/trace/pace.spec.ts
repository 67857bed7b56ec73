import { expect } from 'chai';
import fc from 'fast-check';
import { Channel, go, type Receiver, type Routine } from 'millrace';
import { Pace } from '../../lib/trace/pace.ts';
import { eventsOf, recorded } from './support.ts';

const LONG_MS = 3;

function* echo(from: Receiver<number>): Routine<void> {
  for (;;) if (!(yield* from.recv()).ok) return;
}

/** Many quick turns, and then one that ends with a message. */
function* surprise(to: Channel<number>): Routine<void> {
  for (let i = 0; i < 200; i++) yield* to.send(i);
  const start = performance.now();
  while (performance.now() - start < LONG_MS);
  yield* to.send(-1);
  to.close();
}

describe('the pace of goroutines', () => {
  it('is quick after sixteen quick turns in a row, and not after a long one', () => {
    const turns = fc.array(
      fc.tuple(fc.constantFrom(1, 7, 300, 70_000), fc.integer({ min: 0, max: 9 })),
    );
    fc.assert(
      fc.property(turns, (some) => {
        const pace = new Pace();
        const model = new Map<number, number>();
        // Nine of ten are quick.
        for (const [id, chance] of some.flatMap((one) => [one, one, one])) {
          pace.note(id, chance > 0);
          model.set(id, chance > 0 ? (model.get(id) ?? 0) + 1 : 0);
        }
        for (const id of [0, 1, 7, 300, 70_000, 90_000]) {
          expect(pace.isQuick(id)).to.equal((model.get(id) ?? 0) >= 16);
        }
      }),
    );
  });

  it('never puts a message before the work that led to it', async () => {
    const recording = await recorded(async () => {
      const channel = new Channel<number>();
      go(echo, channel);
      await go(surprise, channel);
    });
    const last = eventsOf(recording, 'message').at(-1);
    expect(last?.value).to.equal('-1');
    const runs = eventsOf(recording, 'run').filter(
      ({ goroutine, at }) => goroutine === last?.from && at <= last.at,
    );
    expect((last?.at ?? 0) - (runs.at(-1)?.at ?? Infinity)).to.be.at.least(LONG_MS * 0.99);
  });
});
