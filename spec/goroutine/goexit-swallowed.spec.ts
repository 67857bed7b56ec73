import { expect } from 'chai';
import {
  Channel,
  go,
  goexit,
  GoexitError,
  gosched,
  select,
  sleep,
  until,
  WaitGroup,
} from 'millrace';
import type { GoError, Op, Received, Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { lines } from './lines.ts';
import { failure, idle } from './script.ts';

/** Everything that may wait, ready and not; each is given a channel with one value and an idle one. */
const operations: Record<string, (full: Channel<number>, idle: Channel<number>) => Op<unknown>> = {
  'a receive that is ready': (full) => full.recv(),
  'a receive that is not': (_, quiet) => quiet.recv(),
  'a send': (_, quiet) => quiet.send(1),
  'a select': (full, quiet) => select({ full, quiet }),
  'a select without arms': () => select({}),
  'a sleep': () => sleep(1),
  'a sleep of nothing': () => sleep(0),
  gosched: () => gosched(),
  until: () => until(Promise.resolve(1)),
  'a wait group': () => new WaitGroup().wait(),
  'a join': () => go(function* () {}),
};

function* swallow(make: () => Op<unknown>, caught: unknown[]): Routine<void> {
  try {
    for (let i = 0; i < 3; i++) {
      try {
        if (i === 0) goexit();
        yield* make();
        caught.push('went on');
      } catch (error) {
        caught.push((error as GoError).code);
      }
    }
    yield* make();
    caught.push('went on');
  } finally {
    caught.push('finally');
  }
}

describe('goexit swallowed by a catch', () => {
  for (const [name, operation] of Object.entries(operations)) {
    it(`is met again at the next operation, time and again: ${name} [GO-12]`, async () => {
      const full = new Channel<number>(1);
      const quiet = new Channel<number>();
      full.trySend(7);
      const caught: unknown[] = [];
      const started = go(swallow, () => operation(full, quiet), caught);
      expect(await failure(started)).to.be.instanceOf(GoexitError);
      // A join is no operation of ours before it waits: there it ends at once, uncatchably.
      const met = name === 'a join' ? ['GOEXIT'] : ['GOEXIT', 'GOEXIT', 'GOEXIT'];
      expect(caught).to.deep.equal([...met, 'finally']);
      expect(kernel.home.exiting).to.equal(null);
      // It took nothing and stands in no line.
      expect(full.tryRecv()?.value).to.equal(7);
      expect(lines(quiet)).to.deep.equal([0, 0]);
      await idle();
      kernel.home.check();
    });

    it(`forbids a finally to wait: ${name} [GO-11 differs]`, async () => {
      const full = new Channel<number>(1);
      const quiet = new Channel<number>();
      full.trySend(7);
      const order: string[] = [];
      const started = go(function* () {
        try {
          goexit();
        } finally {
          order.push('finally');
          yield* operation(full, quiet);
          order.push('waited');
        }
      });
      expect(await failure(started)).to.be.instanceOf(GoexitError);
      expect(order).to.deep.equal(['finally']);
      expect(full.tryRecv()?.value).to.equal(7);
      expect(kernel.home.exiting).to.equal(null);
    });
  }

  it('takes back what was begun before and is waited for now, unless another waits too', async () => {
    for (const shared of [false, true]) {
      const channel = new Channel<number>();
      const made: Op<Received<number>>[] = [];
      const seen: unknown[] = [];
      const started = go(function* () {
        const op = channel.recv();
        made.push(op);
        yield* gosched();
        try {
          goexit();
        } finally {
          yield* op;
        }
      });
      if (shared) {
        go(function* () {
          seen.push((yield* made[0] as Op<Received<number>>).value);
        });
      }
      expect(await failure(started)).to.be.instanceOf(GoexitError);
      expect(lines(channel)).to.deep.equal(shared ? [1, 0] : [0, 0]);
      expect(channel.trySend(7)).to.equal(shared);
      await idle();
      expect(seen).to.deep.equal(shared ? [7] : []);
    }
  });

  it('lets plain calls of a finally pass: close, try*, done [GO-11]', async () => {
    const channel = new Channel<number>(1);
    const group = new WaitGroup();
    group.add(1);
    const started = go(function* () {
      try {
        goexit();
      } finally {
        channel.trySend(1);
        channel.close();
        group.done();
      }
    });
    await group.wait();
    await failure(started);
    expect(channel.tryRecv()).to.deep.equal({ value: 1, ok: true, done: false });
    expect(channel.tryRecv()?.ok).to.equal(false);
  });

  it('waits no more on an operation that was made before', async () => {
    const quiet = new Channel<number>();
    const order: string[] = [];
    const started = go(function* () {
      const made = quiet.recv();
      try {
        goexit();
      } catch {
        try {
          yield* made;
          order.push('went on');
        } finally {
          order.push('finally');
        }
      }
    });
    expect(await failure(started)).to.be.instanceOf(GoexitError);
    expect(order).to.deep.equal(['finally']);
    expect(kernel.home.exiting).to.equal(null);
    quiet.trySend(1);
    await idle();
    expect(order).to.deep.equal(['finally']);
  });

  it('does not slow the others down: they wait and go on as ever', async () => {
    const seen: number[] = [];
    const numbers = new Channel<number>(2);
    const other = go(function* () {
      for (let i = 0; i < 5; i++) {
        yield* numbers.send(i);
        seen.push((yield* numbers.recv()).value ?? -1);
        yield* gosched();
      }
    });
    for (let i = 0; i < 5; i++) {
      go(swallow, () => gosched(), []);
      await gosched();
    }
    await other;
    expect(seen).to.deep.equal([0, 1, 2, 3, 4]);
  });

  it('ends an async goroutine only where it is thrown [GO-12 differs]', async () => {
    const caught: unknown[] = [];
    const started = go(async () => {
      try {
        goexit();
      } catch (error) {
        caught.push(error);
      }
      await gosched();
      return 'went on';
    });
    expect(await started).to.equal('went on');
    expect(caught[0]).to.be.instanceOf(GoexitError);
  });
});
