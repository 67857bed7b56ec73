import { expect } from 'chai';
import { Channel, go, gosched, select, sleep, trySelect, WaitGroup } from 'millrace';
import type { Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { forms, idle, wait } from '../goroutine/script.ts';

describe('the scheduler', () => {
  it('keeps one queue: who is started and who is woken stand in it alike [OR-02, SC-03]', async () => {
    const order: string[] = [];
    const channel = new Channel<number>();
    function* receiver(name: string): Routine<void> {
      yield* channel.recv();
      order.push(name);
    }
    function* say(name: string): Routine<void> {
      order.push(name);
    }
    go(receiver, 'woken 1');
    go(receiver, 'woken 2');
    await go(function* () {
      yield* gosched();
      go(say, 'started 1');
      yield* channel.send(1);
      go(say, 'started 2');
      yield* channel.send(2);
      go(say, 'started 3');
    });
    await idle();
    expect(order).to.deep.equal(['started 1', 'woken 1', 'started 2', 'woken 2', 'started 3']);
  });

  it('takes turns with gosched, each behind everyone who can run [GO-09]', async () => {
    const order: string[] = [];
    function* turns(name: string): Routine<void> {
      for (let i = 0; i < 3; i++) {
        order.push(`${name}${i}`);
        yield* gosched();
      }
    }
    const all = ['a', 'b', 'c'].map((name) => go(turns, name));
    await Promise.all(all);
    expect(order.join(' ')).to.equal('a0 b0 c0 a1 b1 c1 a2 b2 c2');
  });

  it('lets all the others run before one that called gosched goes on [GO-09, T-080]', async () => {
    const ran: number[] = [];
    await go(function* () {
      for (let i = 0; i < 1000; i++) {
        go(function* () {
          ran.push(i);
        });
      }
      yield* gosched();
      expect(ran).to.have.length(1000);
    });
  });

  it('lets a poller that calls gosched wait for another to get on [T-080]', async () => {
    for (const form of forms) {
      let over = false;
      const poller = form.start(function* () {
        let polls = 0;
        while (!over) {
          polls++;
          yield* wait(() => gosched());
        }
        return polls;
      });
      form.start(function* () {
        for (let i = 0; i < 10; i++) yield* wait(() => gosched());
        over = true;
      });
      expect(await poller, form.name).to.be.within(1, 100);
    }
  });

  it('a place in the queue that nobody waits for passes, and can be waited for later', async () => {
    const order: string[] = [];
    await go(function* () {
      const turn = gosched();
      gosched();
      yield* gosched();
      order.push('first');
      yield* turn;
      order.push('second');
    });
    expect(order).to.deep.equal(['first', 'second']);
    kernel.home.check();
  });

  describe('does not change goroutines [SC-07]', () => {
    /** What can go ahead at once, and must not let anyone else run. */
    const ready: Record<string, () => Routine<unknown>> = {
      'at a send into a buffer [CH-17]': function* () {
        yield* new Channel<number>(1).send(1);
      },
      'at a receive from a buffer [CH-25]': function* () {
        const channel = new Channel<number>(1);
        channel.trySend(1);
        yield* channel.recv();
      },
      'at a receive from a closed channel': function* () {
        const channel = new Channel<number>();
        channel.close();
        yield* channel.recv();
      },
      'at a hand-over to a waiting receiver': function* () {
        const channel = new Channel<number>();
        const op = channel.recv();
        yield* channel.send(1);
        yield* op;
      },
      'at a select with a ready arm': function* () {
        yield* select([new Channel<number>(1).onSend(1)]);
      },
      'at a select with a default': function* () {
        trySelect([new Channel<number>()]);
      },
      'at go': function* () {
        go(function* () {});
      },
      'at close [CH-36]': function* () {
        new Channel<number>().close();
      },
      'at a sleep of nothing [SC-12, TM-01]': function* () {
        yield* sleep(0);
        yield* sleep(-1);
      },
      'at a wait group at zero [WG-01]': function* () {
        yield* new WaitGroup().wait();
      },
      'at the join of one that has ended': function* () {
        yield* ended;
      },
    };
    const ended = go(function* () {});

    for (const [name, body] of Object.entries(ready)) {
      it(name, async () => {
        const order: string[] = [];
        go(function* () {
          order.push('other waits');
          yield* gosched();
          order.push('other');
        });
        await go(function* () {
          order.push('before');
          yield* body();
          order.push('after');
        });
        await idle();
        expect(order).to.deep.equal(['other waits', 'before', 'after', 'other']);
      });
    }
  });

  it('gives way to other microtasks at every await in an async goroutine', async () => {
    const full = new Channel<number>(4);
    const order: string[] = [];
    const started = go(async () => {
      for (let i = 0; i < 2; i++) {
        await full.send(i);
        order.push(`sent ${i}`);
      }
    });
    const other = (async () => {
      for (let i = 0; i < 4; i++) {
        await undefined;
        order.push('microtask');
      }
    })();
    await Promise.all([started, other]);
    const first = order.indexOf('sent 0');
    expect(order.slice(first + 1, order.indexOf('sent 1'))).to.include('microtask');
  });

  it('runs each goroutine once for each time it became able to run [T-085]', async () => {
    const channel = new Channel<number>(3);
    let steps = 0;
    function* worker(): Routine<void> {
      for (let got = yield* channel.recv(); got.ok; got = yield* channel.recv()) {
        steps++;
        yield* gosched();
      }
    }
    const all = Array.from({ length: 20 }, () => go(worker));
    await go(function* () {
      for (let i = 0; i < 1000; i++) {
        yield* channel.send(i);
        if (i % 97 === 0) kernel.home.check();
      }
      channel.close();
    });
    await Promise.all(all);
    expect(steps).to.equal(1000);
    kernel.home.check();
    expect(kernel.home.queue.length).to.equal(0);
  });

  it('is fair between two pairs that hand over to each other [SC-01, T-084]', async () => {
    const rounds = [0, 0];
    let over = false;
    function* side(to: Channel<number>, from: Channel<number>, pair: number): Routine<void> {
      for (let i = 0; !over; i++) {
        yield* to.send(i);
        if (!(yield* from.recv()).ok) return;
        rounds[pair] = (rounds[pair] ?? 0) + 1;
      }
      to.close();
    }
    function* echo(from: Channel<number>, to: Channel<number>): Routine<void> {
      for (let got = yield* from.recv(); got.ok; got = yield* from.recv()) {
        yield* to.send(got.value);
      }
      to.close();
    }
    const sides = [0, 1].map((pair) => {
      const [to, from] = [new Channel<number>(), new Channel<number>()];
      go(echo, to, from);
      return go(side, to, from, pair);
    });
    await go(function* () {
      while ((rounds[0] ?? 0) + (rounds[1] ?? 0) < 2000) yield* gosched();
      over = true;
    });
    await Promise.all(sides);
    const [a = 0, b = 0] = rounds;
    expect(Math.max(a, b) / Math.min(a, b)).to.be.below(2);
  });
});
