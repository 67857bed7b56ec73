import { Channel, go, gosched, type Routine } from 'millrace';
import { toObservable } from 'millrace/rxjs';
import { explore } from 'millrace/testing';
import { expect } from 'chai';

/** A subscription comes and goes beside a sender and a receiver. */
function* visited(): Routine<string> {
  const channel = new Channel<number>();
  const got: number[] = [];
  const subscription = toObservable(channel).subscribe((n) => got.push(n));
  const sender = go(function* () {
    for (const n of [1, 2, 3]) yield* channel.send(n);
    channel.close();
  });
  yield* gosched();
  subscription.unsubscribe();
  for (;;) {
    const r = yield* channel.recv();
    if (!r.ok) break;
    got.push(r.value);
  }
  yield* sender;
  return got.join(' ');
}

describe('toObservable, under every schedule', () => {
  it('loses nothing when it is unsubscribed from', async () => {
    const { outcomes, runs } = await explore(visited, { strategy: 'random', runs: 400 });
    expect([...outcomes.keys()]).to.deep.equal(['ok 1 2 3']);
    expect(runs).to.equal(400);
  });
});
