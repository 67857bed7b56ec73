import { Cond, Mutex, Once, RWMutex } from 'millrace/sync';
import { kernels, wait, type Script } from './kernel.ts';

kernels('Once and Cond', [
  {
    id: 'B09',
    title: 'a reader waits on a Cond with the read lock, and a writer keeps out who would signal',
    kind: 'channel and cond',
    verdict: 'deadlock',
    samples: 400,
    *main(go, mended) {
      const lock = new RWMutex();
      const mutex = new Mutex();
      const changed = new Cond(mutex);
      let isReady = false;
      const reader = go(function* () {
        yield* wait(lock.rLock());
        if (mended) lock.rUnlock();
        yield* wait(mutex.lock());
        while (!isReady) yield* wait(changed.wait());
        mutex.unlock();
        if (!mended) lock.rUnlock();
      });
      const writer = go(function* () {
        yield* wait(lock.lock());
        lock.unlock();
      });
      const setter = go(function* () {
        yield* wait(lock.rLock());
        yield* wait(mutex.lock());
        isReady = true;
        changed.broadcast();
        mutex.unlock();
        lock.rUnlock();
      });
      for (const one of [reader, writer, setter]) yield* wait(one);
    },
  },
  {
    id: 'B10',
    title: 'the function of a Once calls the same Once',
    kind: 'double locking',
    verdict: 'deadlock main',
    *main(_go, mended) {
      const once = new Once();
      let made = 0;
      function* make() {
        if (!mended) yield* once.do(make);
        made++;
      }
      yield* wait(once.do(make));
      return made;
    },
  },
  {
    id: 'B32',
    title: 'a signal comes before anybody waits for it',
    kind: 'cond',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      const mutex = new Mutex();
      const ready = new Cond(mutex);
      let isReady = false;
      const waiter = go(function* () {
        yield* wait(mutex.lock());
        if (mended) while (!isReady) yield* wait(ready.wait());
        else yield* wait(ready.wait());
        mutex.unlock();
      });
      const signaller = go(function* () {
        yield* wait(mutex.lock());
        isReady = true;
        ready.signal();
        mutex.unlock();
      });
      yield* wait(waiter);
      yield* wait(signaller);
    },
  },
  {
    id: 'N06',
    title: 'who is woken does not look again, and another has taken the item',
    kind: 'cond',
    verdict: 'panic Error: took nothing',
    runs: 1_000,
    samples: 400,
    *main(go, mended) {
      const mutex = new Mutex();
      const filled = new Cond(mutex);
      const items: string[] = [];
      function* take(): Script<void> {
        yield* wait(mutex.lock());
        if (mended) while (items.length === 0) yield* wait(filled.wait());
        else if (items.length === 0) yield* wait(filled.wait());
        if (items.pop() === undefined) throw new Error('took nothing');
        mutex.unlock();
      }
      const takers = [go(take), go(take)];
      for (const item of ['a', 'b']) {
        yield* wait(mutex.lock());
        items.push(item);
        filled.signal();
        mutex.unlock();
      }
      for (const one of takers) yield* wait(one);
    },
  },
]);
