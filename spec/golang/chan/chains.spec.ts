import { expect } from 'chai';
import { Channel } from 'millrace';
import { idle, inBothForms, leavesNobodyBehind, on, type Body } from '../../channel/forms.ts';

describe('Go: chains of goroutines', function () {
  this.timeout(10_000);
  leavesNobodyBehind();

  inBothForms((form) => {
    it('a buffer is first in, first out [T-002]', async () => {
      const channel = new Channel<number>(10);
      function* body(): Body {
        for (let i = 0; i < 10; i++) yield* on(channel.send(i));
        for (let i = 0; i < 10; i++) expect((yield* on(channel.recv())).value).to.equal(i);
      }
      await form.start(body);
      expect(channel.tryRecv()).to.equal(undefined);
    });

    it('whoever waits first on an unbuffered channel is served first, link by link [T-002]', async () => {
      const values = new Channel<number>();
      const got: number[] = [];
      /** Waits for its turn, receives, and only then gives the turn to the next. */
      function* link(i: number, turn: Channel<number>, next: Channel<number>): Body {
        yield* on(turn.recv());
        const { value } = yield* on(values.recv());
        expect(value).to.equal(i);
        got.push(i);
        yield* on(next.send(1));
      }
      const first = new Channel<number>();
      let turn = first;
      const links = [];
      for (let i = 0; i < 50; i++) {
        const next = new Channel<number>();
        links.push(form.start(link, i, turn, next));
        turn = next;
      }
      await first.send(0);
      for (let i = 0; i < 50; i++) await values.send(i);
      await turn.recv();
      await Promise.all(links);
      expect(got).to.deep.equal(Array.from({ length: 50 }, (_, i) => i));
    });

    it('a thousand receivers that wait in order get values in that order [T-002]', async () => {
      const channel = new Channel<number>();
      const wrong: number[] = [];
      function* receiver(i: number): Body {
        if ((yield* on(channel.recv())).value !== i) wrong.push(i);
      }
      const all = [];
      for (let i = 0; i < 1000; i++) all.push(form.start(receiver, i));
      await idle();
      for (let i = 0; i < 1000; i++) await channel.send(i);
      await Promise.all(all);
      expect(wrong).to.deep.equal([]);
    });

    it('ten thousand in a daisy chain pass one value through [T-003]', async () => {
      const leftmost = new Channel<number>();
      function* link(left: Channel<number>, right: Channel<number>): Body {
        const { value } = yield* on(right.recv());
        yield* on(left.send((value as number) + 1));
      }
      let right = leftmost;
      const links = [];
      for (let i = 0; i < 10_000; i++) {
        const left = right;
        right = new Channel<number>();
        links.push(form.start(link, left, right));
      }
      await right.send(0);
      expect((await leftmost.recv()).value).to.equal(10_000);
      await Promise.all(links);
    });
  });
});
