import { gosched, Channel } from 'millrace';
import { Mutex, RWMutex } from 'millrace/sync';
import { kernels, wait, type Go, type Script } from './kernel.ts';

/** Takes two locks, one inside of the other. */
function* nested(outer: Mutex, inner: Mutex): Script<void> {
  yield* wait(outer.lock());
  yield* wait(inner.lock());
  inner.unlock();
  outer.unlock();
}

/** A ring of locks; each goroutine takes its own and the next. In one order of all if `mended`. */
function* ring(go: Go, size: number, mended: boolean): Script<void> {
  const locks = Array.from({ length: size }, () => new Mutex());
  const all = locks.map((lock, i) => {
    const next = locks[(i + 1) % size] as Mutex;
    return mended && i === size - 1 ? go(nested, next, lock) : go(nested, lock, next);
  });
  for (const one of all) yield* wait(one);
}

kernels('locks', [
  {
    id: 'B01',
    title: 'a method calls a sibling that takes the lock it has',
    kind: 'double locking',
    verdict: 'deadlock main [sync.Mutex.Lock]',
    *main(_go, mended) {
      const mutex = new Mutex();
      const items: number[] = [];
      function* size(): Script<number> {
        yield* wait(mutex.lock());
        const { length } = items;
        mutex.unlock();
        return length;
      }
      yield* wait(mutex.lock());
      const isEmpty = (mended ? items.length : yield* size()) === 0;
      mutex.unlock();
      return isEmpty;
    },
  },
  {
    id: 'B02',
    title: 'an early return forgets to unlock',
    kind: 'double locking',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      const mutex = new Mutex();
      const prices = new Map([['tea', 3]]);
      function* priceOf(name: string): Script<number> {
        yield* wait(mutex.lock());
        const price = prices.get(name);
        if (price === undefined) {
          if (mended) mutex.unlock();
          return 0;
        }
        mutex.unlock();
        return price;
      }
      const both = [go(priceOf, 'rum'), go(priceOf, 'tea')];
      for (const one of both) yield* wait(one);
    },
  },
  {
    id: 'B03',
    title: 'a loop is left with the lock held',
    kind: 'double locking',
    verdict: 'deadlock main [sync.Mutex.Lock]',
    *main(go, mended) {
      const mutex = new Mutex();
      let ready = false;
      const setter = go(function* () {
        yield* wait(mutex.lock());
        ready = true;
        mutex.unlock();
      });
      yield* wait(setter);
      for (;;) {
        yield* wait(mutex.lock());
        if (ready) {
          if (mended) mutex.unlock();
          break;
        }
        mutex.unlock();
        yield* wait(gosched());
      }
      yield* wait(mutex.lock());
      mutex.unlock();
    },
  },
  {
    id: 'B04',
    title: 'two locks in opposite order',
    kind: 'AB-BA',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      yield* ring(go, 2, mended);
    },
  },
  {
    id: 'B05',
    title: 'three locks in a ring',
    kind: 'AB-BA',
    verdict: 'deadlock main [join of',
    runs: 1_000,
    samples: 400,
    *main(go, mended) {
      yield* ring(go, 3, mended);
    },
  },
  {
    id: 'B06',
    title: 'four philosophers',
    kind: 'AB-BA',
    verdict: 'deadlock main [join of',
    runs: 1_000,
    samples: 400,
    *main(go, mended) {
      yield* ring(go, 4, mended);
    },
  },
  {
    id: 'B07',
    title: 'what is made under one lock takes another, which somebody has who wants it made',
    kind: 'AB-BA',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      const [registry, settings] = [new Mutex(), new Mutex()];
      let made = false;
      function* make(): Script<void> {
        yield* wait(settings.lock());
        made = true;
        settings.unlock();
      }
      function* get(): Script<void> {
        yield* wait(registry.lock());
        if (!made) yield* make();
        registry.unlock();
      }
      function* reload(): Script<void> {
        yield* wait(settings.lock());
        if (mended) settings.unlock();
        yield* get();
        if (!mended) settings.unlock();
      }
      const both = [go(get), go(reload)];
      for (const one of both) yield* wait(one);
    },
  },
  {
    id: 'B08',
    title: 'a reader reads again behind a writer',
    kind: 'RWR',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      const lock = new RWMutex();
      let value = 1;
      function* helper(): Script<number> {
        if (mended) return value;
        yield* wait(lock.rLock());
        const read = value;
        lock.rUnlock();
        return read;
      }
      function* reader(): Script<void> {
        yield* wait(lock.rLock());
        yield* helper();
        lock.rUnlock();
      }
      function* writer(): Script<void> {
        yield* wait(lock.lock());
        value++;
        lock.unlock();
      }
      const both = [go(reader), go(writer)];
      for (const one of both) yield* wait(one);
    },
  },
  {
    id: 'B24',
    title: 'a permit is lost on the path of an error',
    kind: 'semaphore',
    verdict: 'deadlock main [join of',
    *main(go, mended) {
      const permits = new Channel<null>(1);
      function* fetchIt(fails: boolean): Script<string> {
        yield* wait(permits.send(null));
        yield* wait(gosched());
        if (fails && !mended) return 'error';
        permits.tryRecv();
        return fails ? 'error' : 'page';
      }
      const both = [go(fetchIt, true), go(fetchIt, false)];
      for (const one of both) yield* wait(one);
    },
  },
]);
