import { Channel, go, type Receiver } from 'millrace';
import { background, withCancel, type Context } from 'millrace/context';
import { batch, broadcast, debounce, fanOut, map, merge, orDone, take } from 'millrace/patterns';
import { expect } from 'chai';
import { TwoSides } from '../support/two-sides.ts';

const stages: [string, (ctx: Context, source: Receiver<number>) => unknown][] = [
  ['orDone', orDone],
  ['merge', merge],
  ['fanOut', (ctx, source) => fanOut(ctx, source, 2)],
  ['map', (ctx, source) => map(ctx, source, (n) => n)],
  ['take', (ctx, source) => take(ctx, source, 2)],
  ['batch', (ctx, source) => batch(ctx, source, { size: 2, within: 1000 })],
  ['debounce', (ctx, source) => debounce(ctx, source, 1000)],
  ['broadcast', (ctx, source) => broadcast(ctx, source).subscribe()],
];

describe('a stage that reads a channel of another thread', () => {
  for (const [name, stage] of stages)
    it(`takes nothing once its context is over: ${name}`, async () => {
      for (const capacity of [0, 1, 4]) {
        const sides = new TwoSides();
        const channel = new Channel<number>(capacity);
        const remote = sides.down(channel);
        const [ctx, cancel] = withCancel(background());
        stage(ctx, remote);
        await sides.rest();
        cancel();
        await sides.rest();
        go(function* () {
          for (const n of [1, 2, 3]) yield* channel.send(n);
          channel.close();
        });
        await sides.rest();
        const got: number[] = [];
        const reading = go(function* () {
          for (let r = yield* channel.recv(); r.ok; r = yield* channel.recv()) got.push(r.value);
        });
        await sides.rest();
        await reading;
        sides.check(channel as never, remote as never);
        expect(got, `capacity ${capacity}`).to.deep.equal([1, 2, 3]);
      }
    });
});
