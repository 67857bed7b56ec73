import { Channel, gosched, select, WaitGroup } from 'millrace';
import { kernels, wait, type Script } from './kernel.ts';

kernels('misuse of channels and wait groups', [
  {
    id: 'N01',
    title: 'a channel is closed by somebody who does not send on it',
    kind: 'channel misuse',
    verdict: 'panic SendOnClosedError: send on closed channel',
    *main(go, mended) {
      const lines = new Channel<string>(1);
      const writer = go(function* () {
        yield* wait(lines.send('a'));
      });
      if (mended) yield* wait(writer);
      else yield* wait(gosched());
      lines.close();
      while ((yield* wait(lines.recv())).ok);
    },
  },
  {
    id: 'N02',
    title: 'two look whether it is closed, and both close it',
    kind: 'channel misuse',
    verdict: 'panic CloseOfClosedError: close of closed channel',
    *main(go, mended) {
      const connection = { isClosed: false, done: new Channel<never>() };
      const log = new Channel<string>(2);
      function* close(): Script<void> {
        if (connection.isClosed) return;
        if (mended) connection.isClosed = true;
        yield* wait(log.send('closing'));
        connection.isClosed = true;
        connection.done.close();
      }
      const both = [go(close), go(close)];
      for (const one of both) yield* wait(one);
    },
  },
  {
    id: 'N03',
    title: 'a pool is closed while somebody hands in work',
    kind: 'channel misuse',
    verdict: 'panic SendOnClosedError: send on closed channel',
    *main(go, mended) {
      const pool = { isClosed: false, jobs: new Channel<number>(), handing: new WaitGroup() };
      function* submit(job: number): Script<boolean> {
        if (pool.isClosed) return false;
        if (mended) pool.handing.add(1);
        yield* wait(pool.jobs.send(job));
        if (mended) pool.handing.done();
        return true;
      }
      go(function* () {
        while ((yield* wait(pool.jobs.recv())).ok);
      });
      const submitting = go(submit, 1);
      yield* wait(gosched());
      pool.isClosed = true;
      yield* wait(pool.handing.wait());
      pool.jobs.close();
      return yield* wait(submitting);
    },
  },
  {
    id: 'N04',
    title: 'a goroutine adds itself to the group, too late',
    kind: 'wait group',
    verdict: 'panic Error: waited for nobody',
    *main(go, mended) {
      const group = new WaitGroup();
      let done = false;
      if (mended) group.add(1);
      go(function* () {
        if (!mended) group.add(1);
        yield* wait(gosched());
        done = true;
        group.done();
      });
      yield* wait(group.wait());
      if (!done) throw new Error('waited for nobody');
    },
  },
  {
    id: 'N05',
    title: 'a late callback is done once more',
    kind: 'wait group',
    verdict: 'panic NegativeCounterError: sync: negative WaitGroup counter',
    *main(go, mended) {
      const group = new WaitGroup();
      group.add(1);
      let isSynced = false;
      function* onSync(): Script<void> {
        if (isSynced) return;
        if (mended) isSynced = true;
        yield* wait(gosched());
        isSynced = true;
        group.done();
      }
      const both = [go(onSync), go(onSync)];
      yield* wait(group.wait());
      for (const one of both) yield* wait(one);
    },
  },
  {
    id: 'N09',
    title: 'work and stop are both ready, and work is done after the stop',
    kind: 'channel misuse',
    verdict: 'panic Error: worked after the stop',
    *main(go, mended) {
      const work = new Channel<number>(1);
      const stop = new Channel<never>();
      let isStopped = false;
      const worker = go(function* () {
        for (;;) {
          const { key } = yield* wait(select({ work, stop }));
          if (key === 'stop') return;
          if (mended && stop.tryRecv() !== undefined) return;
          if (isStopped) throw new Error('worked after the stop');
        }
      });
      yield* wait(work.send(1));
      isStopped = true;
      stop.close();
      yield* wait(worker);
    },
  },
  {
    id: 'J04',
    title: 'a closed channel stays in the select',
    kind: 'channel misuse',
    verdict: 'livelock',
    steps: 300,
    *main(go, mended) {
      const [lines, stop] = [new Channel<string>(), new Channel<never>()];
      go(function* () {
        yield* wait(lines.send('a'));
        lines.close();
      });
      let open: Channel<string> | null = lines;
      while (open !== null) {
        const got: { key: string; ok: boolean } = yield* wait(select({ open, stop }));
        if (got.key === 'stop') return;
        if (!got.ok && mended) open = null;
      }
    },
  },
]);
