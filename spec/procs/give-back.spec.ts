import { Channel, go, select } from 'millrace';
import { toObservable } from 'millrace/rxjs';
import { expect } from 'chai';
import { idle } from '../goroutine/script.ts';
import { TwoSides } from '../support/two-sides.ts';

/** Begins to receive, in either way. What that gives ends it, and gives all that was received. */
function reading(from: Channel<number>, selects: boolean): (sides: TwoSides) => Promise<number[]> {
  const got: number[] = [];
  const never = new Channel<number>();
  const controller = new AbortController();
  const { signal } = controller;
  const reader = go(async () => {
    for (;;) {
      const one = await (selects ? select({ from, never }, { signal }) : from.recv({ signal }));
      got.push(one.value as number);
    }
  }).catch(() => {});
  return async (sides) => {
    await sides.rest();
    controller.abort();
    await sides.rest();
    await reader;
    return got;
  };
}

/** Who lets go of a channel gives back what he had and did not use: to its home, if that is elsewhere. */
describe('what goes back to a channel with one end at another thread', () => {
  for (const capacity of [0, 1, 4])
    for (const selects of [false, true])
      for (const readsAtHome of [false, true]) {
        const reader = `${readsAtHome ? 'its home' : 'the other end'}, by ${selects ? 'select' : 'recv'}`;
        it(`of capacity ${capacity} is found at ${reader}`, async () => {
          // Somebody unsubscribes right after the first batch has arrived, or a later one.
          for (let batches = 1; batches < 8; batches++) {
            const sides = new TwoSides();
            const channel = new Channel<number>(capacity);
            const remote = sides.down(channel);
            const got: number[] = [];
            const subscription = toObservable(remote).subscribe((n) => got.push(n));
            go(function* () {
              for (let n = 0; n < 6; n++) yield* channel.send(n);
            });
            let left = batches;
            for (let quiet = 0; quiet < 3 && left > 0; quiet++) {
              await idle();
              while (left > 0 && sides.arrive(true)) left--;
              while (left > 0 && sides.arrive(false)) quiet = 0;
            }
            subscription.unsubscribe();
            got.push(...(await reading(readsAtHome ? channel : remote, selects)(sides)));
            sides.check(channel as never, remote as never);
            expect(got.sort(), `after ${batches} batches`).to.deep.equal([0, 1, 2, 3, 4, 5]);
          }
        });

        if (readsAtHome) continue;
        it(`of capacity ${capacity}, at its home, is found at ${reader}`, async () => {
          for (const comesLater of [false, true]) {
            const sides = new TwoSides();
            const channel = new Channel<number>(capacity);
            const remote = sides.down(channel);
            const subscription = toObservable(channel).subscribe();
            const early = comesLater ? null : reading(remote, selects);
            await sides.rest();
            expect(channel.trySend(1)).to.equal(true);
            subscription.unsubscribe();
            if (comesLater) await sides.rest();
            expect(await (early ?? reading(remote, selects))(sides)).to.deep.equal([1]);
            sides.check(channel as never, remote as never);
          }
        });
      }
});
