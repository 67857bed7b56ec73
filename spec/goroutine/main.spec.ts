import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { Channel, go, gosched, numGoroutine, run, select, sleep, WaitGroup } from 'millrace';
import type { Op, Routine } from 'millrace';
import { kernel } from '../../lib/kernel/world.ts';
import { hostErrors } from './host-errors.ts';
import { failure, idle } from './script.ts';

function* hold(make: () => Op<unknown>, log: string[]): Routine<void> {
  try {
    log.push('waits');
    yield* make();
    log.push('went on');
  } catch {
    log.push('caught');
  } finally {
    log.push('finally');
  }
}

describe('run', () => {
  it('gives what main returns, in both forms, awaited', async () => {
    expect(await run(() => 1)).to.equal(1);
    expect(await run(async () => 2)).to.equal(2);
    expect(
      await run(function* () {
        yield* gosched();
        return Promise.resolve(3);
      }),
    ).to.equal(3);
  });

  it('fails with what main throws [PN-01]', async () => {
    const error = new Error('main');
    const before = numGoroutine();
    expect(
      await failure(
        run(() => {
          throw error;
        }),
      ),
    ).to.equal(error);
    expect(await failure(run(() => Promise.reject(error)))).to.equal(error);
    expect(numGoroutine()).to.equal(before);
  });

  describe('when main ends', () => {
    const channel = new Channel<number>();
    const other = new Channel<number>();
    const group = new WaitGroup();
    const signal = new AbortController().signal;
    const waits: Record<string, () => Op<unknown>> = {
      'a receive': () => channel.recv(),
      'a send': () => channel.send(1),
      'a select': () => select([channel, other.onSend(1)]),
      'a wait group': () => group.wait(),
      'a sleep': () => sleep(1),
      'a place in the run queue': () => gosched(),
      'a join': () => go(hold, () => channel.recv(), []),
      'an abortable receive': () => channel.recv({ signal }),
      'an abortable select': () => select([channel, other], { signal }),
    };
    before(() => group.add(1));

    for (const [name, make] of Object.entries(waits)) {
      it(`drops who waits on ${name}: it never runs again, nor its finally [GO-06]`, async () => {
        const alive = numGoroutine();
        const log: string[] = [];
        await run(function* () {
          go(hold, make, log);
          yield* gosched();
        });
        expect(numGoroutine()).to.equal(alive);
        // Nobody stands in a line any more, so nobody takes what others send or offer.
        expect(channel.trySend(1)).to.equal(false);
        expect(channel.tryRecv()).to.equal(undefined);
        expect(other.trySend(1)).to.equal(false);
        expect(other.tryRecv()).to.equal(undefined);
        channel.check();
        other.check();
        await idle();
        expect(log).to.deep.equal(['waits']);
      });
    }

    it('leaves no listener on a signal behind [peers: cancellation 2]', () => {
      expect(getEventListeners(signal, 'abort')).to.have.length(0);
    });

    it('drops who has not started yet [GO-06]', async () => {
      const alive = numGoroutine();
      const log: string[] = [];
      await run(function* () {
        go(hold, () => gosched(), log);
        go(hold, () => gosched(), log);
      });
      await idle();
      expect(log).to.deep.equal([]);
      expect(numGoroutine()).to.equal(alive);
    });

    it('drops the children of those it drops [GO-06]', async () => {
      const log: string[] = [];
      function* parent(): Routine<void> {
        go(hold, () => channel.recv(), log);
        yield* channel.recv();
        log.push('parent went on');
      }
      await run(function* () {
        go(parent);
        yield* gosched();
        yield* gosched();
      });
      expect(channel.trySend(1)).to.equal(false);
      await idle();
      expect(log).to.deep.equal(['waits']);
    });

    it('drops them as well when main fails [GO-06]', async () => {
      const log: string[] = [];
      const error = new Error('main');
      const failed = run(function* () {
        go(hold, () => channel.recv(), log);
        yield* gosched();
        throw error;
      });
      expect(await failure(failed)).to.equal(error);
      expect(channel.trySend(1)).to.equal(false);
      await idle();
      expect(log).to.deep.equal(['waits']);
    });

    it('and raises nothing when what one of them waited for fails [GO-06]', async () => {
      const controller = new AbortController();
      const closed = new Channel<number>();
      const late = closed.send(1);
      const aborted = new Channel<number>().recv({ signal: controller.signal });
      const seen = Promise.all([failure(late), failure(aborted)]);
      const log: string[] = [];
      const heard = await hostErrors(async () => {
        await run(function* () {
          // Made outside of goroutines, so promises: others may look at them too.
          go(hold, () => late, log);
          go(hold, () => aborted, log);
          yield* gosched();
        });
        controller.abort(new Error('late'));
        closed.close();
      });
      expect(heard).to.deep.equal({ rejections: [], exceptions: [] });
      expect(log).to.deep.equal(['waits', 'waits']);
      await seen;
    });

    it('leaves an operation to those who wait for it as well [GO-06]', async () => {
      const log: string[] = [];
      const shared = go(function* () {
        return yield* (yield* gosched(), channel.recv());
      });
      const others = [hold, hold].map((one) => go(one, () => shared, []));
      await run(function* () {
        go(hold, () => shared, log);
        go(hold, () => shared, log);
        yield* gosched();
        yield* gosched();
        go(hold, () => shared, log);
        yield* gosched();
      });
      expect(channel.trySend(7)).to.equal(true);
      expect((await shared).value).to.equal(7);
      await Promise.all(others);
      expect(log).to.deep.equal(['waits', 'waits', 'waits']);
    });

    it('leaves an operation to who waits for it as the second [GO-06]', async () => {
      const ops: Op<{ value: number | undefined }>[] = [];
      const log: string[] = [];
      const seen: unknown[] = [];
      const outside = go(function* () {
        yield* gosched();
        yield* gosched();
        yield* gosched();
        seen.push((yield* ops[0] as Op<{ value: number | undefined }>).value);
      });
      await run(function* () {
        go(hold, () => (ops.push(channel.recv()), ops[0] as Op<unknown>), log);
        for (let i = 0; i < 6; i++) yield* gosched();
      });
      expect(channel.trySend(7)).to.equal(true);
      await outside;
      expect(seen).to.deep.equal([7]);
      expect(log).to.deep.equal(['waits']);
    });

    it('drops a crowd that waits for one goroutine, in linear time [GO-06]', async () => {
      const alive = numGoroutine();
      const shared = go(async () => {
        await channel.recv();
      });
      await run(
        function* () {
          for (let i = 0; i < 100_000; i++) go(hold, () => shared, []);
          yield* gosched();
          yield* gosched();
        },
        { sites: false },
      );
      expect(numGoroutine()).to.equal(alive + 1);
      channel.trySend(1);
      await shared;
    });

    it('cannot stop an async function: that one goes on [GO-06 differs]', async () => {
      const log: string[] = [];
      await run(function* () {
        go(async () => {
          await channel.recv();
          log.push('went on');
        });
        yield* gosched();
      });
      expect(channel.trySend(1)).to.equal(true);
      await idle();
      expect(log).to.deep.equal(['went on']);
    });

    it('leaves alone who was started before, or by those [GO-06]', async () => {
      const gates = [new Channel<void>(1), new Channel<void>(1)] as const;
      const log: string[] = [];
      const outside = go(function* () {
        yield* gates[0].recv();
        go(hold, () => gates[1].recv(), log);
      });
      await run(function* () {
        yield* gates[0].send();
        yield* outside;
      });
      await idle();
      gates[1].trySend();
      await idle();
      expect(log).to.deep.equal(['waits', 'went on', 'finally']);
    });
  });

  it('keeps two programs apart: the end of one is not the end of the other', async () => {
    const gate = new Channel<void>();
    const log: string[] = [];
    const first = run(function* () {
      const child = go(hold, () => gate.recv(), log);
      yield* child;
      return 'first';
    });
    const second = run(function* () {
      yield* gosched();
      return 'second';
    });
    expect(await second).to.equal('second');
    gate.close();
    expect(await first).to.equal('first');
    expect(log).to.deep.equal(['waits', 'went on', 'finally']);
  });

  it('may be called within a goroutine, and within main', async () => {
    const inner = await run(async () => {
      const value = await run(function* () {
        yield* gosched();
        return 20;
      });
      return value + 1;
    });
    expect(inner).to.equal(21);
  });

  it('ends within a goroutine that lasts, or lasts beyond it [GO-06]', async () => {
    const gate = new Channel<number>();
    const started: Promise<unknown>[] = [];
    await run(function* () {
      started.push(
        run(function* () {
          const child = go(function* () {
            return (yield* gate.recv()).value;
          });
          return yield* child;
        }),
      );
      yield* gosched();
      yield* gosched();
    });
    expect(gate.trySend(5)).to.equal(true);
    expect(await started[0]).to.equal(5);
  });

  it('goes on twenty thousand times at once, in linear time', async () => {
    const gate = new Channel<void>();
    const alive = numGoroutine();
    const all = Array.from({ length: 20_000 }, (_, i) =>
      run(
        function* () {
          const child = go(function* () {
            yield* gate.recv();
          });
          yield* child;
          return i;
        },
        { sites: false },
      ),
    );
    await idle();
    gate.close();
    expect((await Promise.all(all)).every((value, i) => value === i)).to.equal(true);
    expect(numGoroutine()).to.equal(alive);
  });

  it('leaves nothing of its own behind: it listens to the process only while it lasts', async () => {
    const listeners = process.listenerCount('beforeExit');
    const alive = numGoroutine();
    await run(function* () {
      expect(process.listenerCount('beforeExit')).to.equal(listeners + 1);
    });
    expect(process.listenerCount('beforeExit')).to.equal(listeners);
    expect(numGoroutine()).to.equal(alive);
    kernel.home.check();
  });
});
