import { expect } from 'chai';
import { Channel } from 'millrace';
import type { Procs } from 'millrace/procs';
import { gomaxprocs, setDefaultGOMAXPROCS } from 'millrace/runtime';
import { heapShare } from '../../lib/procs/heap-share.ts';
import { counted, exit, type Counted, type Work } from './support/counted.ts';

describe('the threads of Procs', () => {
  let pool: Counted<Procs<Work>>;
  before(() => {
    gomaxprocs(3);
    pool = counted();
  });
  after(async () => {
    await pool.procs.close();
    setDefaultGOMAXPROCS();
  });

  it('start when they are needed', async () => {
    const { procs, made } = pool;
    expect(made.length).to.equal(0);
    const first = await procs.go('thread');
    for (let i = 0; i < 3; i++) expect(await procs.go('thread')).to.equal(first);
    expect(made.length).to.equal(1);
  });

  it('get calls while they have none, before others get more', async () => {
    const { procs, made } = pool;
    const stop = new Channel<never>();
    const busy = [procs.go('until', stop), procs.go('until', stop), procs.go('until', stop)];
    await procs.go('thread');
    expect(made.length).to.equal(3);
    stop.close();
    expect(new Set(await Promise.all(busy)).size).to.equal(3);
    // Now that all are there: one is busy, and what comes one by one never goes there.
    const again = new Channel<never>();
    const waits = procs.go('until', again);
    const others = new Set<number>();
    for (let i = 0; i < 20; i++) others.add(await procs.go('thread'));
    again.close();
    expect(others.has(await waits)).to.equal(false);
  });

  it('are as many as gomaxprocs says: those too many finish their calls and end', async () => {
    const { procs, made } = pool;
    const stop = new Channel<never>();
    const calls = [procs.go('until', stop), procs.go('until', stop), procs.go('until', stop)];
    const ends = new Set<number>();
    const twoHaveEnded = new Promise<void>((resolve) => {
      for (const worker of made) {
        const { threadId } = worker;
        void exit(worker).then((status) => {
          expect(status).to.equal(0);
          if (ends.add(threadId).size === 2) resolve();
        });
      }
    });
    gomaxprocs(1);
    // Whoever takes calls now is the one that stays.
    const stays = await procs.go('thread');
    stop.close();
    await twoHaveEnded;
    expect(ends.has(stays)).to.equal(false);
    expect(await Promise.all(calls)).to.have.members([...ends, stays]);
    expect(await procs.go('thread')).to.equal(stays);
    gomaxprocs(2);
    const more = new Channel<never>();
    const two = [procs.go('until', more), procs.go('until', more)];
    // It comes after those two, and so has to wait until the second has a thread.
    await procs.go('thread');
    more.close();
    expect(new Set(await Promise.all(two)).size).to.equal(2);
    expect(made.length).to.equal(4);
  });

  it('that compute have few calls waiting behind them', async () => {
    const { procs } = counted({ procs: 2 });
    await Promise.all([procs.go('thread'), procs.go('thread')]);
    const stop = new SharedArrayBuffer(4);
    const computes = procs.go('spinUntil', stop);
    let answered = 0;
    const quick = Array.from({ length: 60 }, async () => {
      const id = await procs.go('thread');
      // It computes until most of them have run elsewhere.
      if (++answered === 50) new Int32Array(stop)[0] = 1;
      return id;
    });
    const busy = await computes;
    expect((await Promise.all(quick)).filter((id) => id === busy)).to.have.length.below(11);
    await procs.close();
  });

  it('have each a share of the memory', () => {
    expect(heapShare(3, 2 ** 30)).to.equal(256);
    expect(heapShare(1000, 2 ** 20)).to.equal(1);
    const [options] = pool.options;
    expect(options?.resourceLimits).to.deep.equal({ maxOldGenerationSizeMb: heapShare(3) });
    expect(heapShare(3)).to.be.within(1, 2 ** 20);
  });
});
