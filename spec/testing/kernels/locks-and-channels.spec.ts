import { Channel, select, WaitGroup } from 'millrace';
import { Mutex } from 'millrace/sync';
import { kernels, wait } from './kernel.ts';

kernels('locks and channels', [
  {
    id: 'B25',
    title: 'a send holds the lock that its receiver wants first',
    kind: 'channel and lock',
    verdict: 'deadlock',
    *main(go, mended) {
      const mutex = new Mutex();
      const changes = new Channel<number>();
      const writer = go(function* () {
        yield* wait(mutex.lock());
        if (mended) mutex.unlock();
        yield* wait(changes.send(1));
        if (!mended) mutex.unlock();
      });
      yield* wait(mutex.lock());
      mutex.unlock();
      yield* wait(changes.recv());
      yield* wait(writer);
    },
  },
  {
    id: 'B26',
    title: 'the same with a buffer, when it is full and the receiver is at its tick',
    kind: 'channel and lock',
    verdict: 'deadlock',
    samples: 400,
    *main(go, mended) {
      const mutex = new Mutex();
      const [items, ticks] = [new Channel<number>(1), new Channel<null>(1)];
      go(function* () {
        yield* wait(ticks.send(null));
      });
      const producer = go(function* () {
        for (let n = 0; n < 2; n++) {
          yield* wait(mutex.lock());
          if (mended) mutex.unlock();
          yield* wait(items.send(n));
          if (!mended) mutex.unlock();
        }
      });
      for (let i = 0; i < 3; i++) {
        const { key } = yield* wait(select({ items, ticks }));
        if (key === 'items') continue;
        yield* wait(mutex.lock());
        mutex.unlock();
      }
      yield* wait(producer);
    },
  },
  {
    id: 'B27',
    title: 'a follower waits for its leader inside of the lock that the leader needs',
    kind: 'channel and lock',
    verdict: 'deadlock',
    *main(go, mended) {
      const mutex = new Mutex();
      const ready = new Channel<never>();
      const leader = go(function* () {
        yield* wait(mutex.lock());
        ready.close();
        mutex.unlock();
      });
      const follower = go(function* () {
        if (mended) yield* wait(ready.recv());
        yield* wait(mutex.lock());
        if (!mended) yield* wait(ready.recv());
        mutex.unlock();
      });
      yield* wait(leader);
      yield* wait(follower);
    },
  },
  {
    id: 'B28',
    title: 'one request takes the slot and then the lock, another the lock and then the slot',
    kind: 'channel and lock',
    verdict: 'deadlock',
    *main(go, mended) {
      const mutex = new Mutex();
      const active = new Channel<null>(1);
      let failures = 0;
      const request = go(function* () {
        yield* wait(active.send(null));
        yield* wait(mutex.lock());
        failures++;
        mutex.unlock();
        active.tryRecv();
      });
      const probe = go(function* () {
        if (mended) yield* wait(active.send(null));
        yield* wait(mutex.lock());
        if (!mended) yield* wait(active.send(null));
        failures = 0;
        active.tryRecv();
        mutex.unlock();
      });
      yield* wait(request);
      yield* wait(probe);
      return failures;
    },
  },
  {
    id: 'B29',
    title: 'a stop holds the lock that the tasks need which it waits for',
    kind: 'channel and lock',
    verdict: 'deadlock',
    *main(go, mended) {
      const mutex = new Mutex();
      const group = new WaitGroup();
      group.add(1);
      go(function* () {
        yield* wait(mutex.lock());
        group.done();
        mutex.unlock();
      });
      yield* wait(mutex.lock());
      if (mended) mutex.unlock();
      yield* wait(group.wait());
      if (!mended) mutex.unlock();
    },
  },
]);
