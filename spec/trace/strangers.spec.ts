import { Channel, go, goexit } from 'millrace';
import { fromObservable, toObservable } from 'millrace/rxjs';
import { expect } from 'chai';
import { Subject } from 'rxjs';
import { idle } from '../goroutine/script.ts';
import { TwoSides } from '../support/two-sides.ts';
import { eventsOf, recorded } from './support.ts';

/** Channels whose buffers or lines others than goroutines have to do with. */
describe('a recording of what bridges and threads do to channels', () => {
  it('survives a value that goes back to its channel', async () => {
    const channel = new Channel<number>(2);
    const recording = await recorded(async () => {
      for (let turn = 0; turn < 2; turn++) {
        const subscription = toObservable(channel).subscribe();
        await go(function* () {
          yield* channel.send(1);
          yield* channel.send(2);
          subscription.unsubscribe();
        });
        const got = await go(function* () {
          return [(yield* channel.recv()).value, (yield* channel.recv()).value];
        });
        expect(got).to.deep.equal([1, 2]);
      }
    });
    expect(eventsOf(recording, 'message').length).to.be.at.least(4);
  });

  it('survives values that come from another thread', async () => {
    const sides = new TwoSides();
    const channel = new Channel<number>(4);
    const remote = sides.down(channel);
    await recorded(async () => {
      for (let n = 0; n < 3; n++) {
        const sent = remote.send(n);
        await sides.rest();
        expect((await channel.recv()).value).to.equal(n);
        await sides.rest();
        await sent;
      }
    });
  });

  it('takes a subscriber of an observable for nobody, which is 0', async () => {
    const channel = new Channel<number>();
    const recording = await recorded(async () => {
      toObservable(channel).subscribe();
      await go(function* () {
        yield* channel.send(1);
      });
      await idle();
    });
    expect(eventsOf(recording, 'message').map(({ to }) => to)).to.deep.equal([0]);
    expect(eventsOf(recording, 'wake')).to.deep.equal([]);
  });

  it('takes goexit for an end, and not for a failure', async () => {
    const recording = await recorded(() => go(() => goexit()).catch(() => {}));
    expect(eventsOf(recording, 'end').map(({ error }) => error)).to.deep.equal([undefined]);
  });

  it('knows who sent the value that took the place of an older one', async () => {
    const source = new Subject<number>();
    const feed = fromObservable(source, { capacity: 1, overflow: 'drop-oldest' });
    let second = 0;
    const recording = await recorded(async () => {
      await go(() => source.next(1));
      const later = go(() => source.next(2));
      second = (later as unknown as { id: number }).id;
      await later;
      await feed.recv();
    });
    expect(eventsOf(recording, 'message').map(({ from }) => from)).to.deep.equal([second]);
  });
});
