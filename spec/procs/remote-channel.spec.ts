import { expect } from 'chai';
import { Channel, go, select } from 'millrace';
import { TwoSides } from '../support/two-sides.ts';

describe('a channel with one end at another thread', () => {
  for (const capacity of [0, 1, 3, 128]) {
    describe(`of capacity ${String(capacity)}`, () => {
      it('brings values from its home in order', async () => {
        const sides = new TwoSides();
        const channel = new Channel<number>(capacity);
        const remote = sides.down(channel);
        const got: number[] = [];
        go(async () => {
          for (let i = 0; i < 1000; i++) await channel.send(i);
          channel.close();
        });
        const all = go(async () => {
          for (;;) {
            const { value, ok } = await remote.recv();
            if (!ok) return;
            got.push(value);
          }
        });
        await sides.rest();
        sides.check(channel as never, remote as never);
        await all;
        expect(got).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
        expect(channel.length).to.equal(0);
      });

      it('brings values to its home in order', async () => {
        const sides = new TwoSides();
        const channel = new Channel<number>(capacity);
        const remote = sides.down(channel);
        const got: number[] = [];
        go(function* () {
          for (let i = 0; i < 1000; i++) yield* remote.send(i);
          remote.close();
        });
        const all = go(async () => {
          for await (const value of channel) got.push(value);
        });
        await sides.rest();
        sides.check(channel as never, remote as never);
        await all;
        expect(got).to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
      });

      it('serves for await, and selects with an arm of its own thread', async () => {
        const sides = new TwoSides();
        const channel = new Channel<number>(capacity);
        const remote = sides.down(channel);
        const never = new Channel<string>();
        const got: number[] = [];
        go(function* () {
          for (let i = 0; i < 100; i++) yield* channel.send(i);
          channel.close();
        });
        const all = go(async () => {
          for (;;) {
            const one = await select({ remote, never });
            if (!one.ok) break;
            got.push(one.value as number);
          }
          for await (const value of remote) got.push(value);
        });
        await sides.rest();
        await all;
        expect(got).to.deep.equal(Array.from({ length: 100 }, (_, i) => i));
      });

      it('takes sends of selects', async () => {
        const sides = new TwoSides();
        const channel = new Channel<number>(capacity);
        const remote = sides.down(channel);
        const never = new Channel<string>();
        const got: number[] = [];
        go(function* () {
          for (let i = 0; i < 100; i++) yield* select({ sent: remote.onSend(i), never });
          remote.close();
        });
        const all = go(async () => {
          for await (const value of channel) got.push(value);
        });
        await sides.rest();
        await all;
        expect(got).to.deep.equal(Array.from({ length: 100 }, (_, i) => i));
      });
    });
  }
});
